using Seatrial.Registry.Monitoring;

namespace Seatrial.Registry.Steps;

/// <summary>Named steps in their order: what happens to one request or job from beginning to end.</summary>
/// <param name="Name">The workflow's name, such as <c>publish</c>.</param>
/// <param name="Steps">The steps; the first refusal ends the run.</param>
internal sealed record Workflow<TAttempt>(string Name, IReadOnlyList<Step<TAttempt>> Steps) where TAttempt : Attempt
{
    /// <summary>Runs the steps.</summary>
    /// <returns>
    /// Null when all were done; otherwise why not. A dependency that fails is a 503, never an exception.
    /// </returns>
    public async Task<Refusal?> Run(TAttempt attempt)
    {
        using var span = Measures.Span(Name);
        foreach (var step in Steps)
        {
            attempt.Step = step.Name;
            var refusal = await Run(step, attempt);
            if (refusal is not null)
                return refusal;
        }

        return null;
    }

    /// <summary>The same workflow with another implementation of one step.</summary>
    public Workflow<TAttempt> Replace(string step, Func<TAttempt, Task<Refusal?>> run) =>
        this with { Steps = [.. Steps.Select(one => one.Name == step ? one with { Run = run } : one)] };

    /// <summary>The same workflow with something around one step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="around">Gets the attempt, and what runs the step itself.</param>
    public Workflow<TAttempt> Around(string step, Func<TAttempt, Func<Task<Refusal?>>, Task<Refusal?>> around)
    {
        var original = Steps.Single(one => one.Name == step);
        return Replace(step, attempt => around(attempt, () => original.Run(attempt)));
    }

    /// <summary>The same workflow with something done after a step has succeeded.</summary>
    public Workflow<TAttempt> After(string step, Action<TAttempt> act) => Around(step, async (attempt, run) =>
    {
        var refusal = await run();
        if (refusal is null)
            act(attempt);
        return refusal;
    });

    /// <summary>The same workflow with one more step.</summary>
    public Workflow<TAttempt> After(string step, Step<TAttempt> more) =>
        this with { Steps = [.. Steps.SelectMany(one => one.Name == step ? (Step<TAttempt>[])[one, more] : [one])] };

    /// <summary>The same workflow with one more step.</summary>
    public Workflow<TAttempt> Before(string step, Step<TAttempt> more) =>
        this with { Steps = [.. Steps.SelectMany(one => one.Name == step ? (Step<TAttempt>[])[more, one] : [one])] };

    /// <summary>The same workflow with some steps moved to its end, in this order.</summary>
    public Workflow<TAttempt> EndingWith(params string[] steps) =>
        this with { Steps = [.. Steps.Where(one => !steps.Contains(one.Name)), .. steps.Select(step => Steps.Single(one => one.Name == step))] };

    private async Task<Refusal?> Run(Step<TAttempt> step, TAttempt attempt)
    {
        using var measured = attempt.Site.Measures.Begin(Name, step.Name, attempt);
        try
        {
            var refusal = await step.Run(attempt);
            measured?.Ended(refusal);
            return refusal;
        }
        catch (Exception failure) when (Outage.Of(failure, attempt.Cancel) is { } outage)
        {
            attempt.Site.Log.LogWarning("{Workflow}/{Step}: {Outage}: {Reason}", Name, step.Name, outage,
                Outage.Reason(failure));
            var refusal = Refusal.Unavailable(outage);
            measured?.Ended(refusal);
            return refusal;
        }
    }
}
