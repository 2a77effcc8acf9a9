namespace Seatrial.Scenarios;

/// <summary>
/// A user story about a registry. A scenario is one file that reads top to bottom: what it is, then
/// <see cref="RunAsync"/> with setup, steps, assertions and cleanup in the order in which they happen.
/// </summary>
/// <remarks>
/// What is written once is not written twice: the rules that a scenario cites, the titles of its steps and the words of
/// its checks are read from its source (<see cref="ScenarioSource"/>), which is also its test code in the documents.
/// </remarks>
public abstract class Scenario
{
    /// <summary>Its id: group, slash, name; such as <c>publish/new-crate</c>.</summary>
    public abstract string Id { get; }

    /// <summary>What it shows, in one sentence.</summary>
    public abstract string Title { get; }

    /// <summary>The user's story: who wants what, and why it matters.</summary>
    public abstract string Story { get; }

    /// <summary>What the registry, and the machine, must be able to do; without it the scenario is inapplicable.</summary>
    public abstract IReadOnlyList<Capability> Needs { get; }

    /// <summary>The edge cases that it covers, or that it leaves to the scenario that it names.</summary>
    public abstract IReadOnlyList<string> EdgeCases { get; }

    /// <summary>Runs it.</summary>
    /// <param name="trial">The registry, the users and the record of this one run of the scenario.</param>
    public abstract Task RunAsync(Trial trial);

    /// <summary>The first part of the id: the flow or the boundary that it belongs to.</summary>
    public string Group => Id[..Id.IndexOf('/', StringComparison.Ordinal)];
}
