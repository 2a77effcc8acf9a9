using System.Text.RegularExpressions;
using Seatrial.Record;

namespace Seatrial.Scenarios;

/// <summary>
/// A step of a scenario as a run recorded it, without what differs from run to run: the run's names, hosts and ports, numbers that a
/// database gave, and how often a client had to ask. Two runs of one scenario give the same steps.
/// </summary>
/// <param name="Part">Which part of the scenario it is.</param>
/// <param name="Title">What it does.</param>
/// <param name="Calls">The different requests and commands that it made, requests that change something first.</param>
/// <param name="Checks">The different checks that it made.</param>
public sealed partial record RecordedStep(Part Part, string Title, IReadOnlyList<string> Calls, IReadOnlyList<RecordedCheck> Checks)
{
    /// <summary>The steps of one scenario in a record; none when the scenario did not pass in it.</summary>
    /// <param name="scenario">The scenario's id.</param>
    /// <param name="record">All events of the record of one run.</param>
    public static IReadOnlyList<RecordedStep> Of(string scenario, IReadOnlyList<RecordEvent> record)
    {
        if (record is not [RunStarted run, ..] || !record.OfType<ScenarioFinished>().Any(end => end.Scenario == scenario && end.Verdict == Verdict.Pass))
            return [];
        return [.. record.OfType<StepEvent>().Where(inside => inside.Scenario == scenario && inside.Step is not null)
            .GroupBy(inside => inside.Step).OrderBy(step => step.Key).Select(step => Of([.. step], run))];
    }

    private static RecordedStep Of(StepEvent[] step, RunStarted run)
    {
        var start = step.OfType<StepStarted>().First();
        var requests = step.OfType<Exchanged>().Select(exchange => Request(exchange.Request, run)).Distinct()
            .OrderBy(call => call.StartsWith("GET ", StringComparison.Ordinal)).ThenBy(call => call, StringComparer.Ordinal);
        var commands = step.OfType<CommandRan>().Select(ran => WithoutNamespace(ran.Command, run)).Distinct();
        var checks = step.OfType<Checked>().Select(check => new RecordedCheck(WithoutNamespace(check.Check, run), check.Rules)).DistinctBy(check => check.Check);
        return new RecordedStep(start.Part, WithoutNamespace(start.Title, run), [.. commands, .. requests], [.. checks]);
    }

    // The path says what was asked for; the host and the port are chance.
    private static string Request(string request, RunStarted run)
    {
        var index = run.Target.Index;
        if (request.IndexOf(index, StringComparison.Ordinal) is var at and >= 0)
        {
            // The folders of an index file are the first letters of its name, and so the run's.
            var file = request[(at + index.Length)..];
            return WithoutNamespace($"{request[..at]}index/{(file.Contains('/', StringComparison.Ordinal) ? "…/" : "")}{file.Split('/')[^1]}", run);
        }

        var path = WithoutNamespace(OriginPattern().Replace(request, ""), run);
        return NumberPattern().Replace(ValuePattern().Replace(path, "=…"), "/…");
    }

    // A name is the namespace, the scenario's number, a letter, and then what the scenario calls it (Trial.Name).
    private static string WithoutNamespace(string text, RunStarted run) => Regex.Replace(
        text, $"{Regex.Escape(run.Namespace)}([0-9a-f]+[a-z])?([-_]|%2D)?", "", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    [GeneratedRegex("https?://[^/ ]+")]
    private static partial Regex OriginPattern();

    // Numbers such as a page's size say something; a cursor or a search text is the run's own.
    [GeneratedRegex("(?<=[?&][^=&]*)=(?![0-9]{1,4}(&|$))[^&]+")]
    private static partial Regex ValuePattern();

    [GeneratedRegex("/[0-9]+(?=/|$)")]
    private static partial Regex NumberPattern();
}

/// <summary>A check that a step made.</summary>
/// <param name="Check">What must hold, in words.</param>
/// <param name="Rules">The rules of the contract that it cites.</param>
public sealed record RecordedCheck(string Check, IReadOnlyList<string> Rules);
