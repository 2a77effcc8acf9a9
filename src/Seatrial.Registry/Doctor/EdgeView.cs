using System.Net;

namespace Seatrial.Registry.Doctor;

/// <summary>The index as the edge shows it to everybody.</summary>
internal sealed class EdgeView(string url) : IDisposable
{
    // The edge may have to ask the registry, which may have to ask the storage.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // As the storage's own limit: no index file comes near it.
    private const int MaxBytes = 64 * 1024 * 1024;

    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = MaxBytes,
    };

    /// <summary>An index file; null when the edge has none.</summary>
    /// <exception cref="DependencyException">The edge did not say.</exception>
    public async Task<byte[]?> Get(string path, CancellationToken cancel)
    {
        try
        {
            using var answer = await _client.GetAsync(new Uri($"{url}/index/{path}"), cancel);
            if (answer.StatusCode == HttpStatusCode.NotFound)
                return null;
            answer.EnsureSuccessStatusCode();
            return await answer.Content.ReadAsByteArrayAsync(cancel);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException
            || (failure is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new DependencyException(Outage.Edge, "the edge did not show an index file", failure);
        }
    }

    public void Dispose() => _client.Dispose();
}
