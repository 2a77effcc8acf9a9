using System.Text;
using Seatrial.Record;
using Seatrial.Reports.Sweeps;

namespace Seatrial.Reports;

/// <summary>A promise that was broken: one failed check, or one case of a sweep, and the command that shows it again.</summary>
public sealed record Finding
{
    /// <summary>What stands in the place of a scenario's id when the check belongs to the run as a whole.</summary>
    public const string WholeRun = "run";

    /// <summary>Longest slug in an id; what the check says first tells it apart, and ids are typed by hand.</summary>
    public const int MaxSlug = 60;

    /// <summary>
    /// The same in every run: the scenario's id, <c>#</c>, and the check's words in lower case joined by hyphens. Where a
    /// scenario says the same words again, held or not, the later ones end in <c>-2</c>, <c>-3</c> and so on. For a case of a
    /// sweep, the case's id; for a race, the position's.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>What must hold, in the check's words.</summary>
    public required string Title { get; init; }

    /// <summary>The id of the scenario, <c>sweep/</c> and a workflow, <c>race/</c> and a race, or <see cref="WholeRun"/>.</summary>
    public required string Scenario { get; init; }

    /// <summary>The boundary at which the check looked.</summary>
    public required Boundary Boundary { get; init; }

    /// <summary>The rules that the check cites; for a case of a sweep, the invariants that broke.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>What was expected.</summary>
    public required string Expected { get; init; }

    /// <summary>What was seen.</summary>
    public required string Actual { get; init; }

    /// <summary>The command line that shows it again.</summary>
    public required string Replay { get; init; }

    /// <summary>The first of <see cref="Rules"/>; absent when there is none.</summary>
    public string? Invariant => Rules is [var first, ..] ? first : null;

    /// <summary>The findings among the checks of one scenario.</summary>
    internal static IEnumerable<Finding> Among(IEnumerable<Checked> checks, string scenario, RunStarted start)
    {
        var taken = new HashSet<string>();
        foreach (var check in checks)
        {
            var id = Unused($"{scenario}#{Slug(check.Check)}", taken);
            if (!check.Passed)
                yield return new Finding
                {
                    Id = id,
                    Title = check.Check,
                    Scenario = scenario,
                    Boundary = check.Boundary,
                    Rules = check.Rules,
                    Expected = check.Expected,
                    Actual = check.Actual,
                    Replay = Reports.Replay.Of(start, scenario),
                };
        }
    }

    /// <summary>The finding of a case that broke a promise.</summary>
    internal static Finding Of(CaseView broken)
    {
        var (recorded, violations) = (broken.Case, broken.Case.Violations);
        return new Finding
        {
            Id = recorded.Case,
            Title = $"{recorded.Workflow}: {broken.Title}: {recorded.Outcome.Word}",
            Scenario = $"sweep/{recorded.Workflow}",
            Boundary = recorded.Boundary,
            Rules = [.. violations.Select(violation => violation.Invariant).Distinct()],
            Expected = violations.Count == 0
                ? "What the user was told is what the stores hold, at the latest when the user has done it again."
                : Lines(violations, violation => violation.Expected),
            Actual = violations.Count == 0 ? recorded.Outcome.Meaning : Lines(violations, violation => violation.Actual),
            Replay = broken.Replay,
        };
    }

    /// <summary>The finding of a history that no order of its operations explains.</summary>
    internal static Finding Of(HistoryChecked history, RunStarted start) => new()
    {
        Id = history.Position ?? $"history-{history.Seed}",
        Title = history.Sentence,
        Scenario = InRace(history.Race),
        Boundary = Boundary.ClientRegistry,
        Rules = [.. history.Broken.Select(broken => broken.Invariant).Distinct()],
        Expected = history.Broken.Count == 0 ? "Some order of the operations explains all that was told." : Lines(history.Broken, broken => broken.Expected),
        Actual = history.Broken.Count == 0 ? history.Sentence : Lines(history.Broken, broken => broken.Actual),
        Replay = Reports.Replay.Of(start, history),
    };

    /// <summary>What stands in the place of a scenario's id for a race.</summary>
    internal static string InRace(string race) => $"race/{race}";

    /// <summary>Whether it belongs to a race or a history, and is shown there.</summary>
    internal bool IsOfRace => Scenario.StartsWith("race/", StringComparison.Ordinal);

    private static string Lines(IReadOnlyList<BrokenInvariant> violations, Func<BrokenInvariant, string> text) =>
        string.Join('\n', violations.Select(violation => $"{violation.Invariant} {violation.When}: {text(violation)}").Distinct());

    private static string Unused(string id, HashSet<string> taken)
    {
        var free = id;
        for (var number = 2; !taken.Add(free); number++)
            free = $"{id}-{number}";
        return free;
    }

    private static string Slug(string words)
    {
        var slug = new StringBuilder();
        foreach (var letter in words.ToLowerInvariant())
        {
            if (slug.Length == MaxSlug)
                break;
            if (char.IsAsciiLetterOrDigit(letter))
                slug.Append(letter);
            else if (slug is not { Length: 0 } && slug[^1] != '-')
                slug.Append('-');
        }

        return slug.ToString().TrimEnd('-') is { Length: > 0 } text ? text : "check";
    }
}
