using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Seatrial.Scenarios;

/// <summary>A part of a scenario as its source names it.</summary>
/// <param name="Part">Setup, Step, Cleanup or Check.</param>
/// <param name="Title">Its words.</param>
/// <param name="Rules">The rules cited on it.</param>
public sealed record SourcePart(string Part, string Title, IReadOnlyList<string> Rules);

/// <summary>
/// A scenario's source file, which is embedded in the assembly: the titles, checks and rules are read from it, so that
/// the catalogue, the documents and the code cannot disagree. A test compares what is read with what a run records.
/// </summary>
public sealed partial class ScenarioSource
{
    private static readonly ConcurrentDictionary<Type, ScenarioSource> Read = new();

    private ScenarioSource(string code)
    {
        Code = code;
        Parts = [.. PartPattern().Matches(code).Select(match => Part(code, match))];
        Rules = [.. RulesIn(code).Order(StringComparer.Ordinal)];
    }

    /// <summary>The whole file.</summary>
    public string Code { get; }

    /// <summary>Setup, steps, checks and cleanup in the order in which they stand.</summary>
    public IReadOnlyList<SourcePart> Parts { get; }

    /// <summary>The rules that it cites, in order.</summary>
    public IReadOnlyList<string> Rules { get; }

    /// <summary>The source of a scenario.</summary>
    public static ScenarioSource Of(Scenario scenario) => Read.GetOrAdd(scenario.GetType(), Load);

    private static ScenarioSource Load(Type type)
    {
        // The folder too: two groups may each have a WithCargo.
        using var file = type.Assembly.GetManifestResourceStream($"{type.Namespace?.Split('.')[^1]}/{type.Name}.cs");
        if (file is null)
            return new ScenarioSource("");
        using var reader = new StreamReader(file);
        return new ScenarioSource(reader.ReadToEnd());
    }

    private static SourcePart Part(string code, Match match)
    {
        var (word, title) = (match.Groups["part"].Value, match.Groups["title"]);
        if (!title.Success)
            return new SourcePart("Cleanup", Trial.RemovesCargoHome, []);
        return word is "Setup" or "Step" or "Cleanup"
            ? new SourcePart(word, title.Value, [])
            : new SourcePart("Check", title.Value, RulesIn(code[title.Index..EndOfStatement(code, title.Index)]));
    }

    private static string[] RulesIn(string code) =>
        [.. RulePattern().Matches(code).Select(match => match.Groups[1].Value).Distinct()];

    private static int EndOfStatement(string code, int from) =>
        code.IndexOf(";\n", from, StringComparison.Ordinal) is var end and >= 0 ? end : code.Length;

    // A part or a check with its words, or a cargo home, which brings its own cleanup.
    [GeneratedRegex("""\btrial\.CargoHome\(|\b(?:trial\.(?<part>Setup|Step|Cleanup)|check\.(?<part>[A-Z]\w+))(?:<[^>(]*>)?\(\s*\$?"(?<title>(?:[^"\\]|\\.)*)" *""")]
    private static partial Regex PartPattern();

    [GeneratedRegex("\"([A-Z]+(?:-[A-Z]+)?-\\d\\d)\"")]
    private static partial Regex RulePattern();
}
