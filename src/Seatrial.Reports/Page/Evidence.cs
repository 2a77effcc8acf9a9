using Seatrial.Record;

namespace Seatrial.Reports.Page;

/// <summary>What was seen: checks, and requests with their answers and commands with their output, in the order of time.</summary>
/// <param name="longest">How much of a text is shown; the record has the rest.</param>
/// <param name="headers">Whether headers are shown.</param>
internal sealed class Evidence(int longest, bool headers)
{
    // The record cuts bodies at 4 KB. Half of that tells a reader what came.
    private const int MaxText = 2000;

    // All texts of what passed together, so that the page of a long run stays far below what a browser opens at once.
    private const int MaxTotal = 1_000_000;

    private const int LeastText = 100;

    // On one line with the check's words, more than this is no longer read.
    private const int MaxSeen = 120;

    /// <summary>Shows all that the page has room for anywhere.</summary>
    public static Evidence Whole { get; } = new(MaxText, headers: true);

    /// <summary>Whether headers are left to the record.</summary>
    public bool LeavesHeaders => !headers;

    /// <summary>Shows as much as there is room for where all of these are: of a long run no headers, and less of each text.</summary>
    public static Evidence Of(IReadOnlyCollection<StepView> steps)
    {
        int[] texts = [.. steps.SelectMany(Texts).Select(text => text.Length)];
        var withHeaders = steps.SelectMany(step => step.Exchanges).SelectMany(exchange => exchange.RequestHeaders.Concat(exchange.ResponseHeaders))
            .Sum(header => (long)header.Length) + Total(texts, MaxText) <= MaxTotal;
        var most = MaxText;
        while (most > LeastText && !withHeaders && Total(texts, most) > MaxTotal)
            most = Math.Max(LeastText, most * 3 / 4);
        return new Evidence(most, withHeaders);
    }

    private static long Total(int[] texts, int most) => texts.Sum(length => (long)Math.Min(length, most));

    private static IEnumerable<string> Texts(StepView step) =>
        step.Exchanges.SelectMany(exchange => new[] { exchange.RequestBody?.Text ?? "", exchange.ResponseBody?.Text ?? "" })
            .Concat(step.Commands.SelectMany(command => new[] { command.Output, command.Errors }));

    public static Markup Checks(IReadOnlyList<Checked> checks)
    {
        Markup none = $"""<p class="calm">No check looked at anything.</p>""";
        Markup list = $"""<ul class="checks">{checks.Select(Check)}</ul>""";
        return checks.Count == 0 ? none : list;
    }

    /// <summary>The requests and commands of a step, one below the other as time goes down, each with its stretch of the whole.</summary>
    /// <param name="step">The step.</param>
    /// <param name="began">When the whole began.</param>
    /// <param name="whole">How long the whole took.</param>
    public Markup Acts(StepView step, DateTimeOffset began, TimeSpan whole) => Markup.Join(step.Acts.Select(done =>
    {
        var stretch = new Stretch(done.Act.At - began - done.Duration, done.Duration, whole);
        return done.Act is Exchanged exchange ? Exchange(exchange, stretch) : Command((CommandRan)done.Act, stretch);
    }));

    private Markup Exchange(Exchanged exchange, Stretch stretch) => $"""
        <details class="wire">
        <summary>{stretch.When}<span class="line">{exchange.Request}</span> {Status(exchange)} {Time(exchange.Milliseconds)}{stretch.Bar}</summary>
        {Headers("Request headers", exchange.RequestHeaders)}
        {Body("Request body", exchange.RequestBody)}
        {Headers("Response headers", exchange.ResponseHeaders)}
        {Body("Response body", exchange.ResponseBody)}
        {Text("Error", exchange.Error ?? "")}
        </details>
        """;

    private Markup Command(CommandRan command, Stretch stretch)
    {
        var silent = command.Output.Length + command.Errors.Length == 0;
        Markup nothing = $"""<p class="calm">It wrote nothing.</p>""";
        return $"""
            <details class="wire">
            <summary>{stretch.When}<span class="line">$ {command.Command}</span> {Exit(command.ExitCode)} {Time(command.Milliseconds)}{stretch.Bar}</summary>
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

    private Markup Headers(string title, IReadOnlyList<string> lines) => headers ? Text(title, string.Join('\n', lines)) : Markup.None;

    private Markup Body(string title, BodyFacts? body)
    {
        if (body is null)
            return Markup.None;
        var digest = body.Sha256 is null ? "" : $"sha256 {body.Sha256}";
        return Text($"""{title}, {Wording.Count(body.Bytes, "byte")} <span class="digest">{digest}</span>""", body.Text ?? "(not text)");
    }

    private Markup Text(string title, string text) => Text((Markup)$"{title}", text);

    private Markup Text(Markup title, string text)
    {
        Markup shown = $"""<p class="label">{title}</p><pre>{Legible.Cut(text, longest)}</pre>""";
        return text.Length == 0 ? Markup.None : shown;
    }
}
