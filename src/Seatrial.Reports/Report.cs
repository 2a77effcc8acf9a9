using System.Text;
using Seatrial.Reports.Sweeps;

namespace Seatrial.Reports;

/// <summary>
/// The reports of a run. Each is made from the folded record alone, without clock, machine, culture or chance, so the
/// same record gives the same bytes wherever and whenever it is rendered.
/// </summary>
public static class Report
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>
    /// Writes every report into a folder, which is made when it is missing: <c>summary.json</c>, <c>report.html</c>,
    /// <c>report.md</c>, <c>junit.xml</c>, <c>ctrf.json</c>.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="folder">The folder; files of these names in it are replaced.</param>
    public static void WriteAll(RunView run, string folder)
    {
        Directory.CreateDirectory(folder);
        Write("summary.json", Summary(run));
        Write("report.html", Html(run));
        Write("report.md", Markdown(run));
        Write("junit.xml", JUnit(run));
        Write("ctrf.json", Ctrf(run));

        void Write(string name, string text) => File.WriteAllText(Path.Combine(folder, name), text, Utf8);
    }

    /// <summary>The run in numbers and findings, for scripts: JSON of a stable shape.</summary>
    public static string Summary(RunView run) => SummaryReport.Of(run);

    /// <summary>The whole run as one HTML page that loads nothing and runs no script.</summary>
    public static string Html(RunView run) => HtmlReport.Of(run);

    /// <summary>What matters of the run as GitHub-flavoured Markdown, short enough for a comment on a pull request.</summary>
    public static string Markdown(RunView run) => MarkdownReport.Of(run);

    /// <summary>
    /// The sweeps of the run for a terminal: matrices of letters, totals, and each case that is no pass with the command that
    /// shows it again. Empty when the run has none.
    /// </summary>
    /// <param name="run">The run.</param>
    /// <param name="width">The terminal's columns, from 60 on; in a pipe, 100 reads well.</param>
    /// <param name="colours">Whether the terminal has colours. Without, nothing in the text is an escape sequence.</param>
    public static string Sweeps(RunView run, int width, bool colours) => SweepText.Of(run, width, colours);

    /// <summary>All races and histories of the run in numbers, on one line; empty when it has none.</summary>
    public static string RaceTally(RunView run) => run.RaceTally;

    /// <summary>The run as JUnit XML, valid against the schema of the Jenkins xUnit plugin (junit-10.xsd).</summary>
    public static string JUnit(RunView run) => JUnitReport.Of(run);

    /// <summary>The run in the Common Test Report Format 1.0.0 (ctrf.io).</summary>
    public static string Ctrf(RunView run) => CtrfReport.Of(run);
}
