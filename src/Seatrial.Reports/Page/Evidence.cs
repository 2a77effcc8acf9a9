using Seatrial.Record;

namespace Seatrial.Reports.Page;

/// <summary>What was seen: checks, and requests with their answers and commands with their output, in the order of time.</summary>
/// <param name="longest">How much of a text is shown; the record has the rest.</param>
internal sealed class Evidence(int longest)
{
    /// <summary>
    /// How much of a text is shown at most. The record cuts bodies at 4 KB; half of that tells a reader what came.
    /// </summary>
    public const int MaxText = 2000;

    // All texts of what passed together, so that the page of a long run stays far below what a browser opens at once.
    private const int MaxTotal = 1_500_000;

    private const int LeastText = 100;

    // On one line with the check's words, more than this is no longer read.
    private const int MaxSeen = 120;

    /// <summary>How much of a text may be shown where all of these are.</summary>
    public static Evidence Of(IEnumerable<StepView> steps)
    {
        int[] lengths = [.. steps.SelectMany(Lengths)];
        var most = MaxText;
        while (most > LeastText && lengths.Sum(length => (long)Math.Min(length, most)) > MaxTotal)
            most = Math.Max(LeastText, most * 3 / 4);
        return new Evidence(most);
    }

    private static IEnumerable<int> Lengths(StepView step)
    {
        foreach (var exchange in step.Exchanges)
        {
            yield return exchange.RequestHeaders.Sum(header => header.Length + 1);
            yield return exchange.ResponseHeaders.Sum(header => header.Length + 1);
            yield return exchange.RequestBody?.Text?.Length ?? 0;
            yield return exchange.ResponseBody?.Text?.Length ?? 0;
        }

        foreach (var command in step.Commands)
        {
            yield return command.Output.Length;
            yield return command.Errors.Length;
        }
    }

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

    private Markup Headers(string title, IReadOnlyList<string> headers) => Text(title, string.Join('\n', headers));

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
