using System.Text.Json.Nodes;
using Seatrial.Record;
using Seatrial.Reports.Sweeps;
using static Seatrial.Reports.JsonText;

namespace Seatrial.Reports;

/// <summary>
/// Writes <c>ctrf.json</c>, Common Test Report Format 1.0.0. Everything that is neither pass nor skipped is "failed":
/// a gate that counts only failures must not go green where our exit code does not. The verdict itself is in rawStatus.
/// </summary>
internal static class CtrfReport
{
    private const string Passed = "passed";
    private const string Failed = "failed";
    private const string Skipped = "skipped";

    public static string Of(RunView run)
    {
        var cases = TestCase.Of(run);
        return Write(new JsonObject
        {
            ["reportFormat"] = "CTRF",
            ["specVersion"] = "1.0.0",
            ["generatedBy"] = run.Start.Tool,
            ["results"] = new JsonObject
            {
                ["tool"] = Tool(run.Start.Tool),
                ["summary"] = Summary(run, cases),
                ["tests"] = ArrayOf(cases, Test),
                ["environment"] = Environment(run.Start),
                ["extra"] = new JsonObject { ["verdict"] = run.Verdict.Word, ["seed"] = run.Start.Seed },
            },
        });
    }

    private static JsonObject Tool(string tool) => tool.Split(' ', 2) switch
    {
        [var name, var version] => new() { ["name"] = name, ["version"] = version },
        _ => new() { ["name"] = tool },
    };

    private static JsonObject Summary(RunView run, IReadOnlyList<TestCase> cases)
    {
        var start = run.Start.At.ToUnixTimeMilliseconds();
        return new JsonObject
        {
            ["tests"] = cases.Count,
            ["passed"] = cases.Count(test => Status(test.Verdict) == Passed),
            ["failed"] = cases.Count(test => Status(test.Verdict) == Failed),
            ["skipped"] = cases.Count(test => Status(test.Verdict) == Skipped),
            ["pending"] = 0,
            ["other"] = 0,
            ["suites"] = cases.Select(test => test.Group).Distinct().Count(),
            ["start"] = start,
            ["stop"] = start + Milliseconds(run.Duration),
            ["duration"] = Milliseconds(run.Duration),
        };
    }

    private static JsonObject Test(TestCase test)
    {
        var json = new JsonObject
        {
            ["name"] = test.Name,
            ["status"] = Status(test.Verdict),
            ["rawStatus"] = test.Word,
            ["duration"] = Milliseconds(test.Duration),
            ["suite"] = new JsonArray(test.Group),
        };
        if (test.Message is not null)
            json["message"] = test.Message;
        if (test.Findings.Count > 0)
            json["trace"] = test.Trace;
        if (test.Scenario is { Rules.Count: > 0 } cited)
            json["tags"] = ArrayOf(cited.Rules, rule => rule);
        if (test.Scenario is { Steps.Count: > 0 } ran)
            json["steps"] = ArrayOf(ran.Steps, Step);
        var extra = new JsonObject
        {
            ["id"] = test.Id,
            ["replay"] = ArrayOf(test.Findings.Select(finding => finding.Replay).Distinct(), line => line),
        };
        if (test.Case is { Case: var swept })
        {
            extra["crossing"] = swept.Crossing;
            extra["fault"] = swept.Fault;
            extra["outcome"] = swept.Outcome.Word;
        }

        json["extra"] = extra;
        return json;
    }


    private static JsonObject Step(StepView step) => new() { ["name"] = step.Title, ["status"] = step.Held ? Passed : Failed };

    private static JsonObject Environment(RunStarted start) => new()
    {
        ["appName"] = start.Target.Index,
        ["testEnvironment"] = start.Target.Topology,
        ["osVersion"] = start.Machine.System,
        ["extra"] = new JsonObject
        {
            ["cores"] = start.Machine.Cores,
            ["runtime"] = start.Machine.Runtime,
            ["cargo"] = start.Machine.Cargo,
        },
    };

    private static string Status(Verdict verdict) => verdict == Verdict.Pass ? Passed : verdict.Skipped ? Skipped : Failed;

    private static long Milliseconds(TimeSpan time) => (long)Math.Round(time.TotalMilliseconds);
}
