namespace Seatrial.Scenarios.Histories;

/// <summary>The kinds of objects that a history is about.</summary>
public enum ObjectKind
{
    /// <summary>A version: a register that is set once.</summary>
    Version,

    /// <summary>Whether a version is yanked: a register with two values.</summary>
    YankFlag,

    /// <summary>Whether one user is an owner of one crate: a register with two values.</summary>
    Owner,

    /// <summary>That a crate keeps its last owner.</summary>
    LastOwner,

    /// <summary>The downloads of a version: a counter.</summary>
    Downloads,

    /// <summary>The lines of a crate's index file: a list that only grows at its end.</summary>
    Index,
}

/// <summary>What the check of one object came to.</summary>
public enum Decision
{
    /// <summary>Some order of the operations explains all that was told.</summary>
    Held,

    /// <summary>No order does.</summary>
    Broken,

    /// <summary>Nothing was both acknowledged and read, so nothing was proved.</summary>
    Vacuous,

    /// <summary>The check reached its bounds.</summary>
    NotDecided,

    /// <summary>The closed form and the search disagree: a bug of ours.</summary>
    Disputed,
}

/// <summary>One object of a history, and what its check came to.</summary>
/// <param name="Kind">The kind of object.</param>
/// <param name="Key">Which one.</param>
/// <param name="Decision">What the check came to.</param>
/// <param name="Sentence">Why, in one sentence; empty when it held.</param>
/// <param name="Operations">How many operations touched it.</param>
/// <param name="Counterexample">When it is broken: the smallest set of operations that no order explains, in the order in which they began.</param>
/// <param name="Violating">Those of them that contradict each other most directly.</param>
public sealed record ObjectVerdict(
    ObjectKind Kind, Key Key, Decision Decision, string Sentence, int Operations,
    IReadOnlyList<Operation> Counterexample, IReadOnlyList<Operation> Violating);
