using System.Text.Json;
using CliWrap;
using CliWrap.Buffered;

namespace Seatrial.EndToEnd.Tests;

/// <summary>The built command line, run as a user runs it, with an output folder of its own.</summary>
internal sealed class Tool : IDisposable
{
    /// <summary>Far above what a run may take: a tool that hangs fails the test, not the whole suite.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    public string Out { get; } = Directory.CreateTempSubdirectory("seatrial-test-").FullName;

    public Task<BufferedCommandResult> RunAsync(params string[] arguments) => CommandAsync(["run", .. arguments, "--out", Out]);

    /// <summary>Runs a command.</summary>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">Where it is run; the tests' own folder when absent.</param>
    /// <param name="temporary">Where it puts what is temporary; the system's own place when absent.</param>
    public static async Task<BufferedCommandResult> CommandAsync(IEnumerable<string> arguments, string? folder = null, string? temporary = null)
    {
        using var timed = new CancellationTokenSource(Limit);
        return await CliWrap.Cli.Wrap(Path.Combine(Build.Output("Seatrial.Cli"), "seatrial")).WithArguments(arguments)
            .WithWorkingDirectory(folder ?? Directory.GetCurrentDirectory())
            .WithEnvironmentVariables(new Dictionary<string, string?> { ["TMPDIR"] = temporary ?? Path.GetTempPath() })
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(timed.Token);
    }

    /// <summary>The summary of the last run.</summary>
    public JsonElement Summary()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Out, "summary.json")));
        return document.RootElement.Clone();
    }

    /// <summary>Each scenario's verdict, as the record has it.</summary>
    public SortedDictionary<string, string> Verdicts() => new(Record.RecordReader.Read(File.ReadLines(Path.Combine(Out, "record.ndjson")))
        .Events.OfType<Record.ScenarioFinished>().ToDictionary(finished => finished.Scenario, finished => finished.Verdict.ToString()));

    public void Dispose() => Directory.Delete(Out, recursive: true);
}
