using System.Buffers;
using Seatrial.Record;

namespace Seatrial.Reports;

/// <summary>Words the command line that shows a finding again.</summary>
internal static class Replay
{
    // What no POSIX shell gives a meaning to. Anything else is put in quotes: an index URL may hold & and ?.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%+,-./:=@_");

    public static string Of(RunStarted start, string scenario)
    {
        var filter = scenario == Finding.WholeRun ? "" : " " + Word(scenario);
        return $"./seatrial run{filter} --seed {start.Seed}{Target(start.Target)}";
    }

    /// <summary>The command line that shows a case of a sweep or a position of a race again; its id is the same in every run, so no seed is needed.</summary>
    public static string OfCase(RunStarted start, string id) => $"./seatrial replay {Word(id)}{(start.Target.Topology == "external" ? " --target FILE" : Target(start.Target))}";

    /// <summary>
    /// The command line that shows a position of a race again, or makes a history of the same operations and faults; at which times they
    /// meet no seed says.
    /// </summary>
    public static string Of(RunStarted start, HistoryChecked history) => history.Position is { } position
        ? OfCase(start, position)
        : $"./seatrial history --seed {history.Seed}{(history.Clients > 0 ? $" --clients {history.Clients}" : "")}{Target(start.Target)}";

    private static string Target(TargetFacts target) => target.Topology switch
    {
        // The token itself is a secret: the record does not hold it.
        "external" => $" --registry {Word(target.Index)} --token …",
        "full" => " --topology full",
        _ => "",
    };

    private static string Word(string text) =>
        text.AsSpan().ContainsAnyExcept(Plain) || text.Length == 0 ? $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'" : text;
}
