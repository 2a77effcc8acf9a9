namespace Seatrial.Scenarios.Histories;

/// <summary>
/// One object of a registry as its users see it, in two ways that know nothing of each other: a check of a whole history at
/// once, in closed form, and the object itself, operation by operation, for <see cref="LinearizabilitySearch"/>.
/// </summary>
/// <typeparam name="T">What is written and seen.</typeparam>
/// <typeparam name="TState">What the object holds; compared by value.</typeparam>
internal abstract class RegistryObject<T, TState>
{
    /// <summary>Checks a history, in time that grows with its length and not with its concurrency.</summary>
    public abstract Judgement Check(IReadOnlyList<Entry<T>> entries);

    /// <summary>What the object holds before all operations.</summary>
    public abstract TState Empty { get; }

    /// <summary>What the object holds after the entry took effect; false when it cannot take effect in this state.</summary>
    public abstract bool Step(TState before, Entry<T> entry, out TState after);

    /// <summary>Whether a process that looks through a monotonic view is held to the order of what it saw.</summary>
    public abstract bool HoldsSessions { get; }

    /// <summary>Whether the closed form finds every breach that the search finds; it never finds one that the search does not.</summary>
    public virtual bool IsComplete => true;
}
