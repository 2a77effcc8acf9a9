using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Seatrial.Record;
using Seatrial.Reports;
using Seatrial.Scenarios;

namespace Seatrial.Cli;

/// <summary>The options of every command that leaves a record, and what they make: the folder with the record and its reports.</summary>
internal sealed class RunFolder
{
    /// <summary>JSON readers keep whole numbers exactly up to here (RFC 8259, section 6), and summary.json carries the seed.</summary>
    private const ulong MaxSeed = (1UL << 53) - 1;

    private readonly Option<ulong?> _seed = new("--seed") { Description = "The seed of all chance; printed by every run.", HelpName = "N" };

    private readonly Option<string> _out = new("--out")
    {
        Description = "Where the record and the reports go.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "seatrial-out",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print the summary as JSON." };

    /// <summary>The tool and its version, for the record.</summary>
    public static string Tool => $"seatrial {typeof(RunFolder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}";

    public void AddTo(Command command)
    {
        command.Options.Add(_seed);
        command.Options.Add(_out);
        command.Options.Add(_json);
    }

    /// <summary>The seed that was given, or a new one.</summary>
    public (ulong Seed, Misuse? Misuse) Seed(ParseResult parsed) => parsed.GetValue(_seed) switch
    {
        > MaxSeed => (0, new Misuse("--seed", "the seed is too large.", $"Give a whole number from 0 to {MaxSeed}.")),
        { } given => (given, null),
        null => (BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) & MaxSeed, null),
    };

    /// <summary>
    /// What the names of one run begin with. Not from the seed: the same seed must be usable twice against one registry, where
    /// names are taken for ever.
    /// </summary>
    public static string Namespace() => $"t{RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 6)}";

    /// <summary>The record's path; its folder is there.</summary>
    public string Record(ParseResult parsed) => Path.Combine(Directory.CreateDirectory(parsed.GetValue(_out)!).FullName, "record.ndjson");

    /// <summary>Makes the reports of a record that was written, and says what it came to.</summary>
    /// <returns>The exit code.</returns>
    public int Report(ParseResult parsed)
    {
        var folder = parsed.GetValue(_out)!;
        var view = RunView.From(RecordReader.Read(File.ReadLines(Record(parsed))).Events);
        Reports.Report.WriteAll(view, folder);
        Console.Out.Write(parsed.GetValue(_json) ? Reports.Report.Summary(view) : Outcome.Text(view, folder));
        return RunVerdict.ExitCode(view.Verdict);
    }

    /// <summary>The machine, for the record.</summary>
    public static MachineFacts Machine(string? cargo) =>
        new(RuntimeInformation.OSDescription, Environment.ProcessorCount, RuntimeInformation.FrameworkDescription, cargo);
}
