using CliWrap.Buffered;
using Seatrial.EndToEnd.Tests.Pages;
using Seatrial.Record;

[assembly: AssemblyFixture(typeof(WholeRun))]

namespace Seatrial.EndToEnd.Tests.Pages;

/// <summary>
/// <c>seatrial run</c> as it is, made once for all tests that look at it, and only when one does. The seed is fixed, since the pages
/// that are made from it show what a scenario asked by chance.
/// </summary>
public sealed class WholeRun : IDisposable
{
    private readonly Tool _tool = new();
    private readonly Lazy<Task<BufferedCommandResult>> _run;

    public WholeRun() => _run = new(() => _tool.RunAsync("--seed", "1"));

    internal Tool Tool => _tool;

    internal Task<BufferedCommandResult> Result => _run.Value;

    public void Dispose() => _tool.Dispose();

    /// <summary>The events of its record; it must have kept every promise.</summary>
    internal async Task<IReadOnlyList<RecordEvent>> RecordAsync()
    {
        var run = await Result;
        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        return RecordReader.Read(File.ReadLines(Path.Combine(_tool.Out, "record.ndjson"))).Events;
    }
}
