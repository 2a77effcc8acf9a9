using System.Net;
using System.Net.Http.Headers;
using Seatrial.Cargo;
using Seatrial.Load.Http;
using Seatrial.Load.Sessions;
using Seatrial.Scenarios;

namespace Seatrial.Cli.Loads;

/// <summary>
/// Publishes the crates that a load asks for, and learns where each of them is to be had, as a client would: from config.json, from the answers'
/// validators, and from redirects.
/// </summary>
/// <param name="target">The registry.</param>
/// <param name="names">What all names begin with.</param>
/// <param name="hosts">Where the load may go.</param>
internal sealed class LoadWorld(Target target, string names, Hosts hosts) : IDisposable
{
    private const int MostHops = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false, SslOptions = target.Roots?.Options() ?? new() }) { Timeout = Patience };
    private RegistryConfig _config = null!;

    /// <summary>Makes it.</summary>
    /// <param name="graph">Which crate needs which.</param>
    /// <param name="told">Told of each crate that is there.</param>
    /// <param name="cancelled">The user has had enough.</param>
    /// <returns>The requests of the load, or why there are none.</returns>
    public async Task<(RegistryRequests? Requests, string? Problem)> MakeAsync(CrateGraph graph, Action<int> told, CancellationToken cancelled)
    {
        try
        {
            if (await ConfigureAsync(cancelled) is { } problem)
                return (null, problem);
            var (again, downloads) = (new Request[graph.Count], new IReadOnlyList<Request>[graph.Count]);
            for (var crate = 0; crate < graph.Count; crate++)
            {
                var package = Package(crate, graph.Needs(crate));
                if (await PublishAsync(package, cancelled) is { } refused)
                    return (null, refused);
                (again[crate], downloads[crate], var missing) = await FindAsync(package, cancelled);
                if (missing is not null)
                    return (null, missing);
                told(crate + 1);
            }

            return (Requests(graph, again, downloads), null);
        }
        catch (Exception failed) when (failed is HttpRequestException || (failed is OperationCanceledException && !cancelled.IsCancellationRequested))
        {
            return (null, $"{target.Index} did not answer while its world was made: {failed.Message}");
        }
    }

    public void Dispose() => _http.Dispose();

    private string Name(int crate) => $"{names}-{crate}";

    private CratePackage Package(int crate, IReadOnlyList<int> needs) => new(Name(crate), "1.0.0")
    {
        Description = $"Crate {crate} of a load, which others of it need.",
        Dependencies = [.. needs.Select(other => new PublishDependency { Name = CrateName.Parse(Name(other)).Value, Requirement = VersionRequirement.Parse("^1").Value })],
    };

    private async Task<string?> ConfigureAsync(CancellationToken cancelled)
    {
        if (await hosts.AskAsync(target.Index, "The index", cancelled) is { } refused)
            return refused.ToString();
        using var answer = await _http.GetAsync(new Uri(target.Index, "config.json"), cancelled);
        if (!answer.IsSuccessStatusCode || !RegistryConfig.Parse(await answer.Content.ReadAsByteArrayAsync(cancelled)).TryGet(out var config, out var broken))
            return $"{target.Index}config.json answered {(int)answer.StatusCode} and is no configuration of a registry.";
        _config = config;
        if (config.Api is not { } api)
            return $"{target.Index}config.json names no API, so the world of a load cannot be published.";
        if (config.AuthRequired)
            return $"{target.Index} asks for a token with every request, which loads do not send yet.";
        return (await hosts.AskAsync(new Uri(api), "The API that config.json names", cancelled))?.ToString();
    }

    private async Task<string?> PublishAsync(CratePackage package, CancellationToken cancelled)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{_config.Api}/api/v1/crates/new") { Content = new ByteArrayContent(package.Frame()) };
        request.Headers.TryAddWithoutValidation("Authorization", target.Publisher.Token);
        using var answer = await _http.SendAsync(request, cancelled);
        var body = await answer.Content.ReadAsStringAsync(cancelled);
        return answer.StatusCode == HttpStatusCode.OK ? null : $"The registry refused {package.Name} of the load's world with {(int)answer.StatusCode}: {body[..Math.Min(body.Length, 300)]}";
    }

    // Where a published crate is, once it is there.
    private async Task<(Request Again, IReadOnlyList<Request> Download, string? Missing)> FindAsync(CratePackage package, CancellationToken cancelled)
    {
        var (url, start) = (Index(package.Name), TimeProvider.System.GetTimestamp());
        while (TimeProvider.System.GetElapsedTime(start) < Patience)
        {
            using var answer = await _http.GetAsync(url, cancelled);
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                await Task.Delay(Pause, cancelled);
                continue;
            }

            var (hops, refused) = await HopsAsync(new Uri(_config.DownloadText(package.Name, CrateVersion.Parse(package.Version).Value, package.Checksum)), cancelled);
            return (Ask(RegistryOperations.Index, url, [.. IndexHeaders, .. Validators(answer.Headers, answer.Content.Headers)]), hops, refused);
        }

        return (null!, [], $"{package.Name} of the load's world was published, and its index file was not there after {Patience.TotalSeconds:0} s.");
    }

    private async Task<(IReadOnlyList<Request> Hops, string? Refused)> HopsAsync(Uri url, CancellationToken cancelled)
    {
        var hops = new List<Request>();
        while (true)
        {
            if (await hosts.AskAsync(url, "A download", cancelled) is { } refused)
                return ([], refused.ToString());
            hops.Add(Ask(RegistryOperations.Download, url, [("Accept", "*/*")]));
            using var answer = await _http.GetAsync(url, HttpCompletionOption.ResponseHeadersRead, cancelled);
            if ((int)answer.StatusCode is >= 300 and < 400 && answer.Headers.Location is { } location && hops.Count < MostHops)
                url = new Uri(url, location);
            else
                return answer.IsSuccessStatusCode ? (hops, null) : ([], $"{url} answered {(int)answer.StatusCode}, though the crate was published.");
        }
    }

    private RegistryRequests Requests(CrateGraph graph, IReadOnlyList<Request> again, IReadOnlyList<IReadOnlyList<Request>> downloads)
    {
        Uri Api(string path) => new($"{_config.Api}/api/v1{path}");
        (string, string)[] json = [("Accept", "application/json")];
        return new RegistryRequests
        {
            Config = Ask(RegistryOperations.Config, new Uri(target.Index, "config.json"), IndexHeaders),
            Index = [.. Enumerable.Range(0, graph.Count).Select(crate => Ask(RegistryOperations.Index, Index(Name(crate)), IndexHeaders))],
            IndexAgain = again,
            Downloads = downloads,
            Searches = [.. new[] { names, "load", "crate", Name(0) }.Select(word => Ask(RegistryOperations.Search, Api($"/crates?q={word}&per_page=10"), json))],
            Pages = [.. Enumerable.Range(0, graph.Count).Select(crate => Ask(RegistryOperations.Page, Api($"/crates/{Name(crate)}"), json))],
            Publish = ordinal => new Request
            {
                Operation = RegistryOperations.Publish,
                Method = "PUT",
                Url = Api("/crates/new"),
                Headers = [.. json, ("Authorization", target.Publisher.Token)],
                Body = new CratePackage($"{names}-p{ordinal}", "1.0.0").Frame(),
            },
        };
    }

    private Uri Index(string name) => new(target.Index, IndexPath.For(name));

    private static IReadOnlyList<(string, string)> IndexHeaders => [("cargo-protocol", "version=1"), ("Accept", "text/plain"), ("Accept-Encoding", "gzip")];

    private static Request Ask(int operation, Uri url, IReadOnlyList<(string, string)> headers) => new() { Operation = operation, Url = url, Headers = headers };

    private static IEnumerable<(string, string)> Validators(HttpResponseHeaders headers, HttpContentHeaders content)
    {
        if (headers.ETag is { } tag)
            yield return ("If-None-Match", tag.ToString());
        else if (content.LastModified is { } modified)
            yield return ("If-Modified-Since", modified.ToString("R"));
    }
}
