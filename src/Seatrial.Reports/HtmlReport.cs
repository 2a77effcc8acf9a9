using Seatrial.Reports.Page;

namespace Seatrial.Reports;

/// <summary>
/// Writes <c>report.html</c>: one page that loads nothing and runs no script but its own. Its content security policy says so to the
/// browser, in case a hostile text should ever get past the escaping.
/// </summary>
internal static class HtmlReport
{
    private static readonly Markup Style = Markup.Raw(Read("report.css"));

    // Only a page that shows sweeps carries their part.
    private static readonly Markup SweepStyle = Markup.Raw("\n" + Read("sweeps.css"));

    public static string Of(RunView run)
    {
        var parts = Contents.Of(run);
        // What is searched is in the parts about scenarios.
        var finds = parts.Any(part => part.Anchor == "catalogue");
        Markup page = $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src {(finds ? Markup.Raw(Finder.Hash) : Markup.Raw("'none'"))}; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <title>{run.Verdict.Word}: {run.Headline} Seatrial</title>
            <style>
            {Style}{(run.Sweeps.Count == 0 ? Markup.None : SweepStyle)}
            </style>
            </head>
            <body class="v-{run.Verdict.Word}">
            {Masthead.Of(run, parts)}
            <main>
            {(finds ? Finder.Bar(run) : Markup.None)}
            {parts.Select(Body)}</main>
            <footer><p>{run.Start.Tool}. Made from the record of the run alone; the same record gives the same page.</p></footer>
            {(finds ? Finder.Script : Markup.None)}
            </body>
            </html>

            """;
        return page.ToString();
    }

    private static Markup Body(Section part) => $"{part.Body}\n";

    /// <summary>A file that is built into this assembly.</summary>
    internal static string Read(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException("Styles and script are built into this assembly.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().TrimEnd();
    }
}
