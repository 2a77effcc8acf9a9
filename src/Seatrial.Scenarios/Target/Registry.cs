using System.Text;
using Seatrial.Cargo;
using Seatrial.Record;

namespace Seatrial.Scenarios;

/// <summary>
/// The registry under test as a client sees it: what cargo can ask, and the raw requests that cargo would never send.
/// Every exchange is recorded; none throws, an answer that did not come is an <see cref="Answer"/> too.
/// </summary>
public sealed class Registry
{
    /// <summary>How long an answer may take: cargo gives up after 30 s without progress (API-GEN-14).</summary>
    public static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);

    /// <summary>The largest answer that is read; more is an error, not a full memory.</summary>
    private const int MaxAnswerBytes = 64 << 20;

    private const int MaxRedirects = 30; // as many as cargo follows (SPR-09, DL-02)

    private readonly Target _target;
    private readonly RegistryConfig _config;
    private readonly HttpMessageInvoker _http;
    private readonly Secrets _secrets;
    private readonly TimeProvider _clock;
    private readonly Action<Exchanged> _record;

    internal Registry(Target target, RegistryConfig config, HttpMessageInvoker http, Secrets secrets, TimeProvider clock, Action<Exchanged> record) =>
        (_target, _config, _http, _secrets, _clock, _record) = (target, config, http, secrets, clock, record);

    /// <summary>The index URL as cargo's configuration has it.</summary>
    public string IndexUrl => $"sparse+{_target.Index}";

    /// <summary>What config.json says.</summary>
    public RegistryConfig Config => _config;

    /// <summary>Asks for a file of the index; redirects are followed, with the same headers, as cargo does (SPR-09).</summary>
    /// <param name="path">Below the index URL: <c>config.json</c>, or <see cref="IndexPath.For"/> of a name.</param>
    /// <param name="headers">More headers, such as a validator; an Accept of its own takes the place of cargo's.</param>
    public Task<Answer> Index(string path, params (string Name, string Value)[] headers) =>
        Follow($"{_target.Index}{path}",
            [("cargo-protocol", "version=1"), .. headers.Any(header => header.Name == "Accept") ? [] : new[] { ("Accept", "text/plain") }, .. headers]);

    /// <summary>
    /// The index file of a crate: the lines that cargo can use, each of them, so that a version listed twice is seen twice; none
    /// when there is no file.
    /// </summary>
    public async Task<IReadOnlyList<IndexLine>> Lines(string name)
    {
        var answer = await Index(IndexPath.For(name));
        return answer.Status == 200 ? [.. IndexFile.Parse(answer.Body).Lines.Where(line => line.IsValid).Select(line => line.Value)] : [];
    }

    /// <summary>
    /// The lines of a crate's index file as they were served, blank ones left out; none when there is no file. Unlike
    /// <see cref="Lines"/> they show what cargo cannot use, and a change of any byte.
    /// </summary>
    public async Task<IReadOnlyList<string>> RawLines(string name)
    {
        var answer = await Index(IndexPath.For(name));
        return answer.Status == 200 ? answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) : [];
    }

    /// <summary>Publishes a package.</summary>
    public Task<Answer> Publish(CratePackage package, User user) => Publish(package.Frame(), user);

    /// <summary>Sends a publish body as it is, whatever it holds.</summary>
    public Task<Answer> Publish(ReadOnlyMemory<byte> body, User? user, params (string Name, string Value)[] headers) =>
        Api(HttpMethod.Put, "/crates/new", user, body, headers);

    /// <summary>Yanks a version.</summary>
    public Task<Answer> Yank(string name, string version, User? user) =>
        Api(HttpMethod.Delete, $"/crates/{name}/{version}/yank", user);

    /// <summary>Takes a yank back.</summary>
    public Task<Answer> Unyank(string name, string version, User? user) =>
        Api(HttpMethod.Put, $"/crates/{name}/{version}/unyank", user, ReadOnlyMemory<byte>.Empty);

    /// <summary>Asks for the owners of a crate.</summary>
    public Task<Answer> Owners(string name, User? user) => Api(HttpMethod.Get, $"/crates/{name}/owners", user);

    /// <summary>Adds an owner.</summary>
    public Task<Answer> AddOwner(string name, string login, User? user) => ChangeOwners(HttpMethod.Put, name, login, user);

    /// <summary>Removes an owner.</summary>
    public Task<Answer> RemoveOwner(string name, string login, User? user) => ChangeOwners(HttpMethod.Delete, name, login, user);

    /// <summary>Searches.</summary>
    /// <param name="query">The query string, without the question mark, already encoded.</param>
    public Task<Answer> Search(string query) => Api(HttpMethod.Get, $"/crates?{query}", null);

    /// <summary>Asks what the API knows of a crate.</summary>
    public Task<Answer> Crate(string name) => Api(HttpMethod.Get, $"/crates/{name}", null);

    /// <summary>Downloads a version as cargo does: the URL comes from config.json's <c>dl</c>, redirects are followed.</summary>
    public Task<Answer> Download(string name, string version, Checksum checksum) =>
        Follow(_config.DownloadText(name, CrateVersion.Parse(version).Value, checksum), ("Accept", "*/*"));

    /// <summary>Where cargo downloads a package's version: config.json's <c>dl</c> says so (CFG-09).</summary>
    public string DownloadUrl(CratePackage package) =>
        _config.DownloadText(package.Name, CrateVersion.Parse(package.Version).Value, package.Checksum);

    /// <summary>Downloads a package's version.</summary>
    public Task<Answer> Download(CratePackage package) => Download(package, []);

    /// <summary>Downloads a package's version as cargo does; redirects are followed.</summary>
    /// <param name="package">What is downloaded.</param>
    /// <param name="headers">More headers, such as the encodings that the client can undo.</param>
    public Task<Answer> Download(CratePackage package, params (string Name, string Value)[] headers) =>
        Follow(DownloadUrl(package), [("Accept", "*/*"), .. headers]);

    /// <summary>Sends a request to the web API.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">What follows <c>/api/v1</c>, sent as it is.</param>
    /// <param name="user">Whose token is sent; none when absent.</param>
    /// <param name="body">The body; none when absent.</param>
    /// <param name="headers">More headers.</param>
    public Task<Answer> Api(
        HttpMethod method, string path, User? user, ReadOnlyMemory<byte>? body = null, params (string Name, string Value)[] headers) =>
        Send(method, $"{_config.Api}/api/v1{path}", user?.Token, body, [("Accept", "application/json"), .. headers]);

    /// <summary>Gets a URL and follows redirects, without a token, as cargo does for a registry without <c>auth-required</c>.</summary>
    public async Task<Answer> Follow(string url, params (string Name, string Value)[] headers)
    {
        var hops = new List<Answer>();
        while (true)
        {
            var answer = await Send(HttpMethod.Get, url, null, null, headers);
            if (hops.Count == MaxRedirects || Next(url, answer) is not { } next)
                return answer with { Hops = hops };
            hops.Add(answer);
            url = next;
        }
    }

    /// <summary>Sends one request and records the exchange. Redirects are not followed, bodies are not decoded.</summary>
    public async Task<Answer> Send(
        HttpMethod method, string url, string? token, ReadOnlyMemory<byte>? body, IReadOnlyList<(string Name, string Value)> headers)
    {
        using var request = Request(method, url, token, body, headers);
        var start = _clock.GetTimestamp();
        var answer = await Exchange(request, $"{method} {url}");
        Hide(token, answer);
        _record(new Exchanged
        {
            Boundary = Boundary.ClientRegistry,
            Request = answer.Request,
            RequestHeaders = [.. request.Headers.SelectMany(header => header.Value.Select(value => Shown(header.Key, value)))],
            RequestBody = body is { } sent ? Facts(sent) : null,
            Status = answer.Error is null ? answer.Status : null,
            ResponseHeaders = [.. answer.Headers.Select(header => $"{header.Key}: {header.Value}")],
            ResponseBody = answer.Error is null ? Facts(answer.Body) : null,
            Error = answer.Error,
            Milliseconds = _clock.GetElapsedTime(start).TotalMilliseconds,
        });
        return answer;
    }

    // Cargo goes to http and https only (NET-07): an answer that leads elsewhere is the last one, and no success.
    private static string? Next(string url, Answer answer) =>
        answer.Status is >= 300 and < 400 && answer.Header("Location") is { } location
            && Uri.TryCreate(new Uri(url), location, out var next) && next.Scheme is "http" or "https" ? next.AbsoluteUri : null;

    /// <summary>Connections for a whole run: no redirects, no decoding, no cookies, so that what is checked is what came.</summary>
    /// <param name="roots">What https must lead to; the system's roots when absent.</param>
    internal static HttpMessageInvoker NewHttp(RootCertificates? roots = null) => new(new SocketsHttpHandler
    {
        SslOptions = roots?.Options() ?? new(),
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        Expect100ContinueTimeout = TimeSpan.FromSeconds(1), // cargo's own (API-GEN-10)
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8, // a hostile token may hold more than ASCII
    });

    // A token that the registry has just made is a secret before its answer is recorded (I15).
    private void Hide(string? token, Answer answer)
    {
        _secrets.Add(token);
        if (answer.Header("Content-Type")?.Contains("json", StringComparison.OrdinalIgnoreCase) != true || answer.Body.Length > ShownBytes)
            return;
        _secrets.Add(answer.Json("token")?.ToString());
        _secrets.Add(answer.Json("api_token.token")?.ToString());
    }

    private Task<Answer> ChangeOwners(HttpMethod method, string name, string login, User? user) =>
        Api(method, $"/crates/{name}/owners", user, Encoding.UTF8.GetBytes($$"""{"users":["{{login}}"]}"""), ("Content-Type", "application/json"));

    private static HttpRequestMessage Request(
        HttpMethod method, string url, string? token, ReadOnlyMemory<byte>? body, IReadOnlyList<(string Name, string Value)> headers)
    {
        // The path is sent as the scenario wrote it: hostile paths are the point of some (API-GEN-12).
        var uri = new Uri(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(method, uri);
        if (body is { } sent)
            request.Content = new ReadOnlyMemoryContent(sent);
        request.Headers.TryAddWithoutValidation("User-Agent", "seatrial");
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", token);
        foreach (var (name, value) in headers)
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content?.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private async Task<Answer> Exchange(HttpRequestMessage request, string asked)
    {
        using var timed = new CancellationTokenSource(AnswerLimit, _clock);
        try
        {
            using var response = await _http.SendAsync(request, timed.Token);
            var body = await ReadBody(response, timed.Token);
            return new Answer
            {
                Request = asked,
                Status = (int)response.StatusCode,
                Headers = [.. response.Headers.Concat(response.Content.Headers).SelectMany(
                    header => header.Value.Select(value => KeyValuePair.Create(header.Key, value)))],
                Body = body,
            };
        }
        catch (OperationCanceledException) when (timed.IsCancellationRequested)
        {
            return new Answer { Request = asked, Error = $"nothing came within {AnswerLimit.TotalSeconds:0} s" };
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            return new Answer { Request = asked, Error = problem.InnerException?.Message ?? problem.Message };
        }
    }

    private static async Task<byte[]> ReadBody(HttpResponseMessage response, CancellationToken cancelled)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancelled);
        var body = new MemoryStream();
        var buffer = new byte[81920];
        while (await stream.ReadAsync(buffer, cancelled) is var read and > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > MaxAnswerBytes)
                throw new IOException($"the answer is longer than {MaxAnswerBytes} bytes");
        }

        return body.ToArray();
    }

    private static string Shown(string name, string value) =>
        name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) ? $"{name}: {Secrets.Placeholder}" : $"{name}: {value}";

    private const int ShownBytes = 4096;

    private static BodyFacts Facts(ReadOnlyMemory<byte> body)
    {
        var text = IsText(body.Span) ? Encoding.UTF8.GetString(body.Span[..Math.Min(body.Length, ShownBytes)]) : null;
        return new BodyFacts(body.Length, text, text is null || body.Length > ShownBytes ? Checksum.Of(body.Span).ToString() : null);
    }

    private static bool IsText(ReadOnlySpan<byte> body) => !body[..Math.Min(body.Length, ShownBytes)].Contains((byte)0);
}
