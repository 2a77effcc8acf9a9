namespace Seatrial.Registry.Steps;

/// <summary>
/// One named step of a workflow: at most one crossing of a boundary, under the same name in code, log and report.
/// </summary>
/// <param name="Name">Lower case with hyphens, unique in its workflow.</param>
/// <param name="Run">Does the step; a refusal ends the workflow.</param>
internal sealed record Step<TAttempt>(string Name, Func<TAttempt, Task<Refusal?>> Run)
{
    public Step(string name, Func<TAttempt, Refusal?> run) : this(name, attempt => Task.FromResult(run(attempt)))
    {
    }
}
