using System.Diagnostics;

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

    /// <summary>All that a sweep or a run must find, in the order of the page about them; those of races have tests of their own.</summary>
    public static IReadOnlyList<PlantedDefect> All { get; } =
        [.. List().Select(row => new PlantedDefect(row[0], row[1], row[2], row[3], row[4])).Where(defect => !defect.Command.StartsWith("race ", StringComparison.Ordinal))];

    /// <summary>Whether a sweep must find it; else a run of a scenario.</summary>
    public bool IsSwept => Command.StartsWith("sweep ", StringComparison.Ordinal);

    /// <summary>The scenario, or the workflow that is swept.</summary>
    public string Subject => Command.Split(' ')[1];

    /// <summary>The kinds of faults of a sweep.</summary>
    public IReadOnlyList<string> Faults => [.. Command.Split(' ').Skip(2).Where(word => word != "--fault")];

    private static IEnumerable<string[]> List()
    {
        using var list = Process.Start(new ProcessStartInfo(Program, ["--list"]) { RedirectStandardOutput = true })!;
        var lines = list.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        list.WaitForExit();
        return lines.Select(line => line.Split('\t'));
    }
}
