using System.CommandLine;
using Seatrial.Record;

namespace Seatrial.Cli;

/// <summary>What a command that leaves a record works with.</summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Namespace">What all names begin with.</param>
/// <param name="Record">The record; its beginning and its end are written by <see cref="RecordedRun"/>.</param>
/// <param name="Secrets">What must not stand in it.</param>
internal sealed record Recorded(ulong Seed, string Namespace, RecordWriter Record, Secrets Secrets);

/// <summary>A command on reference registries of its own that leaves a record: its beginning, its end, progress, and the reports.</summary>
internal static class RecordedRun
{
    /// <summary>Runs it.</summary>
    /// <param name="folder">The options of the record.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="topology">How the reference registries run.</param>
    /// <param name="saying">What is said first.</param>
    /// <param name="act">The command; it gives why it could not be done.</param>
    /// <param name="cancelled">The user has had enough.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(RunFolder folder, ParseResult parsed, string topology, string saying, Func<Recorded, Task<string?>> act, CancellationToken cancelled)
    {
        var (seed, misuse) = folder.Seed(parsed);
        if (misuse is not null)
            return await CommandLine.Say(misuse);
        var secrets = new Secrets();
        string? problem;
        await using (var progress = new Progress(0))
        {
            progress.Say(saying);
            using var record = new RecordWriter(File.Create(folder.Record(parsed)), TimeProvider.System, secrets);
            record.Written += progress.Show;
            var names = RunFolder.Namespace();
            record.Write(new RunStarted
            {
                Tool = RunFolder.Tool,
                Seed = seed,
                Namespace = names,
                Target = new TargetFacts("", null, topology),
                Machine = RunFolder.Machine(null),
                Rules = [],
            });
            var start = TimeProvider.System.GetTimestamp();
            problem = await act(new Recorded(seed, names, record, secrets));
            if (problem is null && !cancelled.IsCancellationRequested)
                record.Write(new RunFinished { Milliseconds = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds });
        }

        if (problem is null)
            return folder.Report(parsed);
        await Console.Error.WriteLineAsync($"seatrial: {secrets.Hide(problem)}");
        return ExitCode.Unusable;
    }
}
