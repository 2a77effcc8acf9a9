using System.Text;
using Seatrial.Cargo;
using Seatrial.Record;

namespace Seatrial.Scenarios;

/// <summary>
/// Asks a registry what it can do, before any scenario runs: whether it is a registry at all, whether the token is
/// accepted, and which scenarios apply. The questions have no effect on the registry's crates.
/// </summary>
internal sealed class Probe(Target target, HttpMessageInvoker http, Secrets secrets, TimeProvider clock, string runNamespace)
{
    private readonly List<Exchanged> _exchanges = [];

    /// <summary>All that was asked and answered.</summary>
    public IReadOnlyList<Exchanged> Exchanges => _exchanges;

    /// <summary>A name that no crate has: of this run's namespace, and not one that a scenario is given.</summary>
    private string Nobody => $"{runNamespace}-probe-nobody";

    public async Task<(ProbeResult? Found, Unusable? Unusable)> RunAsync(CancellationToken cancelled)
    {
        var (config, unusable) = await ConfigAsync();
        if (config is null)
            return (null, unusable);
        var registry = new Registry(target, config, http, secrets, clock, _exchanges.Add);
        var found = new ProbeResult(config);
        if (await IndexAsync(registry) is { } noIndex)
            return (null, noIndex);
        cancelled.ThrowIfCancellationRequested();
        if (await PublishAsync(registry, found) is { } refused)
            return (null, refused);
        await ReadAsync(registry, found);
        await UsersAsync(registry, found);
        return (found, null);
    }

    private async Task<(RegistryConfig?, Unusable?)> ConfigAsync()
    {
        // The URL of config.json is all that is known yet, so the client is one without a configuration.
        var registry = new Registry(target, new RegistryConfig { Dl = "", Api = null }, http, secrets, clock, _exchanges.Add);
        var answer = await registry.Index("config.json");
        const string expected = "200 with a JSON object that has \"dl\" (CFG-01, CFG-02)";
        if (answer.Status != 200)
            return (null, Unusable(answer, expected,
                "Check that the registry runs and that --registry is the URL of its sparse index, such as http://127.0.0.1:8000/index/."));
        var parsed = RegistryConfig.Parse(answer.Body);
        if ((parsed.IsValid ? parsed.Value : Overlooked(answer, parsed.Violation!)) is { } config)
            return (config, null);
        return (null, new Unusable(answer.Request, $"{answer} ({parsed.Violation!.Rule}: {parsed.Violation.Message})", expected,
            "This does not look like the sparse index of a Cargo registry. --registry takes the URL below which config.json lies."));
    }

    // A slash too many, or a word that cargo does not know: a finding of contract/config-json, and no end of the run.
    private static RegistryConfig? Overlooked(Answer answer, Violation broken)
    {
        var (dl, api) = (answer.Json("dl")?.ToString() ?? "", answer.Json("api")?.ToString() ?? "");
        return broken.Rule is "CFG-04" or "CFG-07" or "CFG-08" && IsUrl(dl) && (api.Length == 0 || IsUrl(api))
            ? new RegistryConfig { Dl = dl, Api = api.Length == 0 ? null : api }
            : null;
    }

    private static bool IsUrl(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    private async Task<Unusable?> IndexAsync(Registry registry)
    {
        var answer = await registry.Index(IndexPath.For(Nobody));
        return answer.Status is 404 or 410 or 451
            ? null
            : Unusable(answer, "404, 410 or 451 for a crate that nobody published (SPR-03)",
                "Cargo takes any other answer as an error, or as a crate without versions.");
    }

    private async Task<Unusable?> PublishAsync(Registry registry, ProbeResult found)
    {
        if (registry.Config.Api is null)
        {
            foreach (var capability in new[] { Capability.Publish, Capability.Yank, Capability.Owners })
                found.Add(capability, false, "config.json names no \"api\" (CFG-03)");
            return null;
        }

        // An empty body is never published (M01). A registry that knows the token complains of the body, not of the token.
        var answer = await registry.Publish(ReadOnlyMemory<byte>.Empty, target.Publisher);
        if (answer.Status is 401 or 403)
            return Unusable(answer, "a complaint about the empty body, 400 to 499 but not 401 or 403", "The token was refused. Check --token.");
        if (answer.Error is not null)
            return Unusable(answer, "an answer", "config.json names this address as \"api\"; the registry must be reachable there.");
        found.Add(Capability.Publish, answer.Status is >= 400 and < 500, Evidence(answer));
        await Route(found, Capability.Yank, registry.Yank(Nobody, "0.0.1", target.Publisher));
        await Route(found, Capability.Owners, registry.Owners(Nobody, target.Publisher));
        return null;
    }

    private async Task ReadAsync(Registry registry, ProbeResult found)
    {
        if (registry.Config.Api is null)
        {
            found.Add(Capability.Search, false, "config.json names no \"api\" (CFG-03)");
            found.Add(Capability.CrateFacts, false, "config.json names no \"api\" (CFG-03)");
            return;
        }

        var search = await registry.Search($"q={Nobody}&per_page=1");
        found.Add(Capability.Search, search.Status == 200 && search.Json("crates") is not null, Evidence(search));
        await Route(found, Capability.CrateFacts, registry.Crate(Nobody));
    }

    // A route that exists says in the contract's words that nobody's crate does not exist; a web server's own 404 does not.
    private static async Task Route(ProbeResult found, Capability capability, Task<Answer> asked)
    {
        var answer = await asked;
        found.Add(capability, answer.IsSuccess || answer is { Status: >= 400 and < 500 and not 405, HasErrors: true }, Evidence(answer));
    }

    private async Task UsersAsync(Registry registry, ProbeResult found)
    {
        if (registry.Config.Api is null)
        {
            foreach (var capability in new[] { Capability.Tokens, Capability.OtherUser, Capability.Audit })
                found.Add(capability, false, "config.json names no \"api\" (CFG-03)");
            return;
        }

        var tokens = await registry.Api(HttpMethod.Get, "/me/tokens", target.Publisher);
        found.Add(Capability.Tokens, tokens.Status == 200 && tokens.Json("api_tokens") is not null, Evidence(tokens));
        var audit = await registry.Api(HttpMethod.Get, "/audit?limit=1", target.Publisher);
        found.Add(Capability.Audit, audit.Status == 200 && audit.Json("audit") is not null, Evidence(audit));
        if (target.Stranger is { } named)
        {
            found.Stranger = named;
            found.Add(Capability.OtherUser, true, "the target file names a second user");
            return;
        }

        var login = $"{runNamespace}-stranger";
        var made = await registry.Api(HttpMethod.Put, "/users", target.Publisher, Encoding.UTF8.GetBytes($$"""{"login":"{{login}}"}"""),
            ("Content-Type", "application/json"));
        if (made.IsSuccess && made.Json("token")?.ToString() is { Length: > 0 } token)
            found.Stranger = new User(login, token);
        found.Add(Capability.OtherUser, found.Stranger is not null,
            found.Stranger is not null ? "the registry made a second user on request" : Evidence(made));
    }

    private static string Evidence(Answer answer) => answer.Error is null && answer.IsSuccess ? $"{answer.Request} answered {answer.Status}" : answer.ToString();

    private static Unusable Unusable(Answer answer, string expected, string hint) =>
        new(answer.Request, answer.Error is null ? answer.ToString() : answer.Error, expected, hint);
}
