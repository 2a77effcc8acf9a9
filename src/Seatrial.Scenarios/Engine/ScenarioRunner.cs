using Seatrial.Record;

namespace Seatrial.Scenarios;

/// <summary>Runs one scenario to its verdict. Whatever happens in it becomes a line of the record, never an exception.</summary>
internal sealed class ScenarioRunner(Scenario scenario, TrialContext context, TimeSpan limit)
{
    public async Task RunAsync(CancellationToken cancelled)
    {
        var start = context.Clock.GetTimestamp();
        context.Record.Write(new ScenarioStarted
        {
            Scenario = scenario.Id,
            Title = scenario.Title,
            Story = scenario.Story,
            Rules = ScenarioSource.Of(scenario).Rules,
            EdgeCases = scenario.EdgeCases,
        });
        var (verdict, reason) = NotRun() ?? await VerdictAsync(cancelled);
        if (cancelled.IsCancellationRequested)
            return; // An ended run has no verdict on what it did not finish; the report shows it as interrupted.
        context.Record.Write(new ScenarioFinished
        {
            Scenario = scenario.Id,
            Verdict = verdict,
            Reason = reason,
            Milliseconds = context.Clock.GetElapsedTime(start).TotalMilliseconds,
        });
    }

    private (Verdict, string?)? NotRun()
    {
        if (context.Target.Disables(scenario.Id) is { } pattern)
            return (Verdict.Disabled, $"switched off by «{pattern}» in the target file");
        foreach (var need in scenario.Needs)
            if (!context.Probe.Capabilities[need].Available)
                return (Verdict.Inapplicable, $"needs {need}: {context.Probe.Capabilities[need].Evidence}");
        return null;
    }

    private async Task<(Verdict, string?)> VerdictAsync(CancellationToken cancelled)
    {
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        timed.CancelAfter(limit);
        var trial = new Trial(scenario, context, timed.Token);
        var (verdict, reason) = await RunAsync(trial);
        await trial.RunCleanupsAsync();
        return (verdict, trial) switch
        {
            (Verdict.Pass, { CleanupProblem: { } problem }) => (Verdict.HarnessError, problem),
            (Verdict.Pass, { ChecksMade: 0 }) => (Verdict.Hollow, "it ran to its end and checked nothing"),
            _ => (verdict, reason),
        };
    }

    private async Task<(Verdict, string?)> RunAsync(Trial trial)
    {
        try
        {
            await scenario.RunAsync(trial);
            return (Verdict.Pass, null);
        }
        catch (StepFailed)
        {
            return (Verdict.Fail, trial.FirstFailure);
        }
        catch (Missing missing)
        {
            return trial.FirstFailure is { } failure ? (Verdict.Fail, failure) : (Verdict.Inapplicable, missing.Message);
        }
        catch (OperationCanceledException) when (trial.Cancelled.IsCancellationRequested)
        {
            return (Verdict.HarnessError, $"it was ended after {limit.TotalSeconds:0} s, the limit of a scenario");
        }
        catch (Exception problem)
        {
            // One of the three places that may catch everything: a scenario that breaks is the tester's own fault.
            return (Verdict.HarnessError, $"{problem.GetType().Name}: {problem.Message}");
        }
    }
}
