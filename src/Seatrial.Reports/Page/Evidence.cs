using Seatrial.Record;

namespace Seatrial.Reports.Page;

/// <summary>What was seen: checks, requests with their answers, commands with their output.</summary>
internal static class Evidence
{
    // The record cuts bodies at 4 KB. Half of that tells a reader what came, and keeps the page of a long run far below
    // what a browser opens at once; the record has the rest.
    private const int MaxText = 2000;

    // On one line with the check's words, more than this is no longer read.
    private const int MaxSeen = 120;

    public static Markup Checks(IReadOnlyList<Checked> checks)
    {
        Markup none = $"""<p class="calm">No check looked at anything.</p>""";
        Markup list = $"""<ul class="checks">{checks.Select(Check)}</ul>""";
        return checks.Count == 0 ? none : list;
    }

    public static Markup Exchange(Exchanged exchange) => $"""
        <details class="wire">
        <summary><span class="line">{exchange.Request}</span> {Status(exchange)} {Time(exchange.Milliseconds)}</summary>
        {Headers("Request headers", exchange.RequestHeaders)}
        {Body("Request body", exchange.RequestBody)}
        {Headers("Response headers", exchange.ResponseHeaders)}
        {Body("Response body", exchange.ResponseBody)}
        {Text("Error", exchange.Error ?? "")}
        </details>
        """;

    public static Markup Command(CommandRan command)
    {
        var silent = command.Output.Length + command.Errors.Length == 0;
        Markup nothing = $"""<p class="calm">It wrote nothing.</p>""";
        return $"""
            <details class="wire">
            <summary><span class="line">$ {command.Command}</span> {Exit(command.ExitCode)} {Time(command.Milliseconds)}</summary>
            {Text("Standard output", command.Output)}
            {Text("Standard error", command.Errors)}
            {(silent ? nothing : Markup.None)}
            </details>
            """;
    }

    private static Markup Check(Checked check)
    {
        Markup seen = $"""<span class="seen">{Legible.Line(Legible.Cut(check.Actual, MaxSeen))}</span>""";
        Markup both = $"""
            <div class="pair">
            <div><p class="label">Expected</p><pre>{Legible.Cut(check.Expected, MaxText)}</pre></div>
            <div class="actual"><p class="label">Actual</p><pre>{Legible.Cut(check.Actual, MaxText)}</pre></div>
            </div>
            """;
        return $"""
            <li>{Sign.Of(check)}<div>
            <p>{check.Check} {Sign.Rules(check.Rules)} <span class="tally">{StepOf(check)}{check.Boundary.Sides}</span></p>
            {(check.Passed ? seen : both)}
            </div></li>
            """;
    }

    private static string StepOf(Checked check) => check.Step is { } step ? $"step {step}, " : "";

    private static Markup Status(Exchanged exchange) => exchange.Status is { } status
        ? $"""<span class="status">→ {status}</span>"""
        : (Markup)$"""<span class="status v-fail">→ no answer</span>""";

    private static Markup Exit(int? code) => code is { } ended
        ? $"""<span class="status">→ exit {ended}</span>"""
        : (Markup)$"""<span class="status v-fail">→ ended: its time was over</span>""";

    private static Markup Time(double milliseconds) => Sign.Time(TimeSpan.FromMilliseconds(milliseconds));

    private static Markup Headers(string title, IReadOnlyList<string> headers) => Text(title, string.Join('\n', headers));

    private static Markup Body(string title, BodyFacts? body)
    {
        if (body is null)
            return Markup.None;
        var digest = body.Sha256 is null ? "" : $"sha256 {body.Sha256}";
        return Text($"""{title}, {Wording.Count(body.Bytes, "byte")} <span class="digest">{digest}</span>""", body.Text ?? "(not text)");
    }

    private static Markup Text(string title, string text) => Text((Markup)$"{title}", text);

    private static Markup Text(Markup title, string text)
    {
        Markup shown = $"""<p class="label">{title}</p><pre>{Legible.Cut(text, MaxText)}</pre>""";
        return text.Length == 0 ? Markup.None : shown;
    }
}
