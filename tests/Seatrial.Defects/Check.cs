namespace Seatrial.Defects;

/// <summary>What must catch a defect: a command of the tester, and what its finding must name.</summary>
/// <param name="Command">The command and its arguments, such as <c>sweep publish --fault error</c>.</param>
/// <param name="Finding">An invariant such as <c>I5</c>, or a rule of the contract such as <c>API-YANK-04</c>.</param>
internal sealed record Check(string Command, string Finding)
{
    /// <summary>A sweep of a workflow finds an invariant broken.</summary>
    /// <param name="workflow">The workflow.</param>
    /// <param name="invariant">The invariant.</param>
    /// <param name="faults">The kinds of faults under which it breaks.</param>
    public static Check Sweep(string workflow, string invariant, params string[] faults) =>
        new($"sweep {workflow} {string.Join(' ', faults.Select(fault => $"--fault {fault}"))}", invariant);

    /// <summary>A scenario fails with a check that cites a rule.</summary>
    public static Check Scenario(string id, string rule) => new($"run {id}", rule);

    /// <summary>A random history that no order of its operations explains.</summary>
    /// <param name="invariant">The invariant that the history is about.</param>
    public static Check History(string invariant) => new("history --seconds 10 --clients 6 --seed 1", invariant);
}
