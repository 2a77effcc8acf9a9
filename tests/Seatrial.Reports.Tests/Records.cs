using Seatrial.Record;

namespace Seatrial.Reports.Tests;

/// <summary>Records made in code: one with every kind of event and verdict and hostile text everywhere, and odd ones.</summary>
internal static class Records
{
    /// <summary>What a hostile registry might send: tags, the ends of XML and Markdown constructs, controls, half a character, marks that turn text around.</summary>
    public const string Hostile =
        "<script>alert(1)</script> \"'><img src=https://evil.example/x onerror=alert(1)> ]]> --> &amp; ``` | @everyone [a](https://evil.example)\r\n" +
        "\0\a\u001b[31mred\u001b[0m\u007f\u0085 \ud83d half \udc00 \u202egnp.exe\u202c \u200b\ufeff\ufffe \u05e9\u05dc\u05d5\u05dd \U0001F6A2";

    private static readonly DateTimeOffset Noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public static RunStarted Start { get; } = new()
    {
        At = Noon,
        Tool = "seatrial 0.1.0",
        Seed = 9007199254740991,
        Namespace = "st-7f3a",
        Target = new TargetFacts("sparse+http://127.0.0.1:41873/index/", "http://127.0.0.1:41873", "embedded"),
        Machine = new MachineFacts("Debian GNU/Linux 12", 2, ".NET 10.0.1", "cargo 1.95.0"),
        Rules =
        [
            new RuleFacts("IDX-08", "MUST", "The checksum is the SHA-256 of the stored file in 64 lower-case hex digits.", "cargo download.rs"),
            new RuleFacts("IDX-10", "MUST", "The index answers 404, 410 or 451 for a crate that does not exist.", "cargo http_remote.rs"),
            new RuleFacts("API-PUB-01", "MUST", "A publish frame as cargo writes it is accepted.", "cargo crates-io lib.rs")
            {
                Holder = "registry", Defects = [new KnownDefect("frame-read-backwards", "publish/new-crate")],
            },
            new RuleFacts("API-SEARCH-02", "SHOULD", "A search for nothing answers an empty list.", "registry web API"),
            new RuleFacts("NET-10", "MUST", "A 503 of crates.io after 29 s is told as a timeout.", "cargo crates-io lib.rs") { Holder = "cargo", Untestable = "It is about one host alone." },
        ],
    };

    /// <summary>Every kind of event, every verdict.</summary>
    public static RecordEvent[] Full => FullOf(Hostile, "<hostile>");

    /// <summary>The same run with other texts in the places where a hostile registry's texts can come to stand.</summary>
    public static RecordEvent[] FullOf(string text, string name) =>
    [
        Start,
        Probe("yank", true, "DELETE /api/v1/crates/none/1.0.0/yank answered 404 with a JSON error: the route exists"),
        Probe("search", false, $"GET /api/v1/crates?q=a answered 501 with {text}"),
        new CommandRan { At = Noon, Command = "cargo --version", ExitCode = 0, Output = "cargo 1.95.0\n", Errors = "", Milliseconds = 21 },
        .. Passing("publish/new-crate", "A new crate is published and can be downloaded"),
        .. Failing($"publish/{name}", $"A crate whose description is {text}", text, name),
        .. Passing("download/anonymous", "A crate is downloaded without a token"),
        Begin("download/moved", "A crate is found after its storage moved"),
        End("download/moved", Verdict.Disabled, "Switched off in the target file: storage cannot be moved here."),
        Begin("search/empty", "A search that finds nothing says so"),
        End("search/empty", Verdict.Inapplicable, "The registry lacks search: GET /api/v1/crates?q=a answered 501."),
        Begin("search/pages", "All pages together hold every crate once"),
        Step("search/pages", 1, Part.Step, "Ask for all pages"), Done("search/pages", 1),
        End("search/pages", Verdict.Hollow, "No check looked at anything."),
        Begin("tokens/revoked", "A revoked token opens nothing"),
        Step("tokens/revoked", 1, Part.Setup, "Make a token"), Done("tokens/revoked", 1, "The token could not be made: connection refused"),
        End("tokens/revoked", Verdict.HarnessError, "Setup step 1 did not reach its end."),
        Begin("yank/again", "A version that is yanked twice stays yanked"),
        Step("yank/again", 1, Part.Step, "Yank it twice"), Check("yank/again", 1, true, "the index says yanked", "IDX-08"), Done("yank/again", 1),
        End("yank/again", Verdict.Unstable, "Two runs under the same conditions disagreed."),
        new RunFinished { At = Noon.AddSeconds(83), Milliseconds = 83_250 },
    ];

    /// <summary>A run that was killed while its second scenario was under way; everything until then held.</summary>
    public static RecordEvent[] Interrupted =>
    [
        Start,
        .. Passing("download/anonymous", "A crate is downloaded without a token"),
        Begin("publish/new-crate", "A new crate is published and can be downloaded"),
        Step("publish/new-crate", 1, Part.Setup, "Make a crate"),
        Check("publish/new-crate", 1, true, "the archive is whole", "IDX-08"),
    ];

    /// <summary>A run that matched no scenario.</summary>
    public static RecordEvent[] Empty => [Start with { Rules = [] }, new RunFinished { At = Noon, Milliseconds = 4 }];

    /// <summary>A run in which everything that was looked at held.</summary>
    public static RecordEvent[] Green =>
    [
        Start,
        .. Passing("publish/new-crate", "A new crate is published and can be downloaded"),
        new RunFinished { At = Noon.AddSeconds(2), Milliseconds = 2000 },
    ];

    public static CapabilityProbed Probe(string name, bool available, string evidence) =>
        new() { At = Noon, Capability = name, Available = available, Evidence = evidence };

    public static ScenarioStarted Begin(string id, string title) => new()
    {
        At = Noon.AddSeconds(1),
        Scenario = id,
        Title = title,
        Story = $"As a user I rely on this: {title}.",
        Rules = ["IDX-08"],
        EdgeCases = ["A name of 64 letters"],
    };

    public static ScenarioFinished End(string id, Verdict verdict, string? reason = null) =>
        new() { At = Noon.AddSeconds(3), Scenario = id, Verdict = verdict, Reason = reason, Milliseconds = 1834.5 };

    public static StepStarted Step(string id, int step, Part part, string title) =>
        new() { At = Noon.AddSeconds(2), Scenario = id, Step = step, Part = part, Title = title };

    public static StepFinished Done(string id, int step, string? problem = null) =>
        new() { At = Noon.AddSeconds(2), Scenario = id, Step = step, Problem = problem, Milliseconds = 120 };

    public static Checked Check(string? id, int? step, bool passed, string words, params string[] rules) => new()
    {
        At = Noon.AddSeconds(2),
        Scenario = id,
        Step = step,
        Check = words,
        Passed = passed,
        Expected = "200",
        Actual = passed ? "200" : "500",
        Rules = rules,
        Boundary = Boundary.ClientRegistry,
    };

    public static RecordEvent[] Passing(string id, string title) =>
    [
        Begin(id, title),
        Step(id, 1, Part.Setup, "Make a crate"),
        new CommandRan { Scenario = id, Step = 1, Command = "cargo package", ExitCode = 0, Output = "", Errors = "   Packaged 4 files\n", Milliseconds = 910 },
        Done(id, 1),
        Step(id, 2, Part.Step, "Publish it and download it again"),
        new Exchanged
        {
            Scenario = id, Step = 2, Boundary = Boundary.ClientRegistry, Request = "PUT http://127.0.0.1:41873/api/v1/crates/new",
            RequestHeaders = ["Authorization: «secret»"], RequestBody = new BodyFacts(1873, null, new string('a', 64)), Status = 200,
            ResponseHeaders = ["Content-Type: application/json"], ResponseBody = new BodyFacts(15, "{\"warnings\":{}}", null), Milliseconds = 18.25,
        },
        Check(id, 2, true, "the registry accepts the frame", "API-PUB-01"),
        Check(id, 2, true, "the checksum is right", "IDX-08"),
        Done(id, 2),
        Step(id, 3, Part.Cleanup, "Yank it"), Done(id, 3),
        End(id, Verdict.Pass),
    ];

    private static RecordEvent[] Failing(string id, string title, string text, string rule) =>
    [
        Begin(id, title) with { Story = text, Rules = ["IDX-08", rule], EdgeCases = [text] },
        Step(id, 1, Part.Step, $"Publish {text}"),
        new Exchanged
        {
            Scenario = id, Step = 1, Boundary = Boundary.ClientRegistry, Request = $"GET http://127.0.0.1:41873/{text}",
            RequestHeaders = [$"Accept: {text}"], Status = 500, ResponseHeaders = [$"X-Error: {text}"],
            ResponseBody = new BodyFacts(900_000, text + new string('x', 4000), new string('b', 64)), Milliseconds = 1200,
        },
        new Exchanged
        {
            Scenario = id, Step = 1, Boundary = Boundary.RegistryCdn, Request = "GET http://127.0.0.1:41873/index/config.json", RequestHeaders = [],
            Error = $"connection reset {text}", Milliseconds = 5,
        },
        new CommandRan { Scenario = id, Step = 1, Command = $"cargo publish {text}", ExitCode = null, Output = text, Errors = text, Milliseconds = 60_000 },
        Check(id, 1, false, $"the description comes back as it was: {text}", "IDX-08", rule) with { Expected = text, Actual = "nothing" },
        Check(id, 1, false, "the answer is 200") with { Actual = text, Boundary = Boundary.RegistryStorage },
        Check(id, 1, false, "the answer is 200", "IDX-10"),
        Done(id, 1, $"The step gave up: {text}"),
        End(id, Verdict.Fail, $"A check failed: {text}"),
    ];
}
