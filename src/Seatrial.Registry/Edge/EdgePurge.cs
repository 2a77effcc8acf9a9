namespace Seatrial.Registry.Edge;

/// <summary>
/// Asks the edge to forget what it holds under a key, in the way that Varnish's xkey understands too.
/// </summary>
internal sealed class EdgePurge(Func<string> url, string secret, ServerTls? tls = null) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly HttpMethod Method = new("PURGE");

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        SslOptions = new() { RemoteCertificateValidationCallback = tls is null ? null : tls.Trusts },
    })
    {
        Timeout = Patience,
    };

    /// <summary>What purges carry, here and at the replicas.</summary>
    public string Secret => secret;

    /// <exception cref="DependencyException">The edge did not confirm, so it may still hold what it held.</exception>
    public async Task Purge(string key, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(Method, url() + "/");
        request.Headers.TryAddWithoutValidation(EdgeServer.KeyHeader, key);
        request.Headers.TryAddWithoutValidation(EdgeServer.SecretHeader, secret);
        try
        {
            using var response = await _client.SendAsync(request, cancel);
            response.EnsureSuccessStatusCode();
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException
            || (failure is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new DependencyException(Outage.Edge, "the edge did not confirm a purge", failure);
        }
    }

    public void Dispose() => _client.Dispose();
}
