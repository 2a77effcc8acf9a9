using Seatrial.Record;

namespace Seatrial.Scenarios.Sweeps;

/// <summary>One look at the invariants: how often something was looked at, and what did not hold.</summary>
/// <param name="when"><c>meanwhile</c>, <c>after the fault</c> or <c>after the retry</c>.</param>
internal sealed class Look(string when)
{
    private readonly Lock _lock = new();
    private readonly List<BrokenInvariant> _broken = [];

    /// <summary>How often something was looked at; 0 proves nothing.</summary>
    public int Checks { get; private set; }

    /// <summary>What did not hold.</summary>
    public IReadOnlyList<BrokenInvariant> Broken
    {
        get
        {
            lock (_lock)
                return [.. _broken];
        }
    }

    /// <summary>Looks at something.</summary>
    public bool That(string invariant, string what, bool holds, string expected, string actual)
    {
        lock (_lock)
        {
            Checks++;
            // A poll sees the same thing many times; it is one finding.
            if (!holds && !_broken.Exists(one => one.Invariant == invariant && one.Actual == $"{what}: {actual}"))
                _broken.Add(new BrokenInvariant(invariant, when, $"{what}: {expected}", $"{what}: {actual}"));
        }

        return holds;
    }

    /// <summary>Looks whether two things are the same.</summary>
    public bool Equal<T>(string invariant, string what, T expected, T actual) =>
        That(invariant, what, EqualityComparer<T>.Default.Equals(expected, actual), $"{expected}", $"{actual}");
}
