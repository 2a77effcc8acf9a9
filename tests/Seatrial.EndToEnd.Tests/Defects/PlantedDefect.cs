using System.Diagnostics;
using System.Globalization;
using Seatrial.Scenarios.Races;

namespace Seatrial.EndToEnd.Tests.Defects;

/// <summary>A defect as <c>seatrial-defects --list</c> tells of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Incident">The real failure that it stands for.</param>
/// <param name="Does">What it does.</param>
/// <param name="Command">The command of the tester that must find it.</param>
/// <param name="Finding">The invariant or rule that the finding must name.</param>
internal sealed record PlantedDefect(string Name, string Incident, string Does, string Command, string Finding)
{
    /// <summary>The program with all of them.</summary>
    public static string Program => Path.Combine(Build.Output("Seatrial.Defects"), "seatrial-defects");

    /// <summary>All of them, in the order of the page about them.</summary>
    public static IReadOnlyList<PlantedDefect> All { get; } = [.. List().Select(row => new PlantedDefect(row[0], row[1], row[2], row[3], row[4]))];

    /// <summary>The command: <c>sweep</c>, <c>run</c>, <c>race</c> or <c>history</c>.</summary>
    public string Verb => Words[0];

    /// <summary>The scenario, the race, or the workflow that is swept.</summary>
    public string Subject => Words[1];

    /// <summary>The kinds of faults of a sweep.</summary>
    public IReadOnlyList<string> Faults => [.. Words.Skip(2).Where(word => word != "--fault")];

    /// <summary>How a history is made.</summary>
    public HistoryOptions Made => new()
    {
        Seed = (ulong)Number("--seed"),
        Namespace = Hunt.Namespace,
        Clients = Number("--clients"),
        Time = TimeSpan.FromSeconds(Number("--seconds")),
    };

    private int Number(string option) => int.Parse(Words[Array.IndexOf(Words, option) + 1], CultureInfo.InvariantCulture);

    private string[] Words => Command.Split(' ');

    private static IEnumerable<string[]> List()
    {
        using var list = Process.Start(new ProcessStartInfo(Program, ["--list"]) { RedirectStandardOutput = true })!;
        var lines = list.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        list.WaitForExit();
        return lines.Select(line => line.Split('\t'));
    }
}
