using System.Text.RegularExpressions;
using Seatrial.Record;

namespace Seatrial.Scenarios;

/// <summary>
/// The planted defects that break a rule of the contract and were caught by a scenario that cites it: the rows of <c>docs/defects.md</c>,
/// which a run of the tests writes and which is built into this assembly.
/// </summary>
internal static partial class KnownDefects
{
    /// <summary>All of them, by the rule.</summary>
    public static ILookup<string, KnownDefect> ByRule { get; } = Of(Page());

    /// <summary>Those that a page tells of; defects that break an invariant are caught by sweeps, and are no part of it.</summary>
    internal static ILookup<string, KnownDefect> Of(string page) => RowPattern().Matches(page).ToLookup(
        row => row.Groups["rule"].Value, row => new KnownDefect(row.Groups["name"].Value, row.Groups["scenario"].Value));

    private static string Page()
    {
        using var file = typeof(KnownDefects).Assembly.GetManifestResourceStream("defects.md")!;
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^\| (?<name>[a-z0-9-]+) \|.*\| `seatrial run (?<scenario>[a-z0-9/-]+)` \| (?<rule>[A-Z]+(?:-[A-Z]+)?-\d\d) \|", RegexOptions.Multiline)]
    private static partial Regex RowPattern();
}
