using Seatrial.Record;

namespace Seatrial.Scenarios.Histories;

/// <summary>
/// An operation as one object sees it: what it wrote or saw, and between which times. Operations that touch at one tick
/// overlap, so their order is open: a clock that is too coarse hides a breach, and never invents one.
/// </summary>
/// <param name="Operation">The operation it comes from.</param>
/// <param name="Writes">Whether it changes the object; else it only saw it.</param>
/// <param name="Value">What it wrote or saw.</param>
/// <param name="From">It took effect at this tick or later.</param>
/// <param name="Until">It took effect at this tick or earlier.</param>
/// <param name="Certain">Whether it took effect at all; else it may have.</param>
internal readonly record struct Entry<T>(Operation Operation, bool Writes, T Value, long From, long Until, bool Certain)
{
    /// <summary>
    /// Any history that this entry allows is also allowed by its relaxed form: a read is left out (by the caller), and a write may
    /// have been done in its time or not.
    /// </summary>
    public Entry<T> Relaxed => this with { Certain = false };
}

/// <summary>Makes entries of operations.</summary>
internal static class Entry
{
    /// <summary>Before everything; one above the least, so that there is a tick before it.</summary>
    public const long Past = long.MinValue + 1;

    /// <summary>After everything.</summary>
    public const long Never = long.MaxValue;

    /// <summary>Adds the write, or what a write saw that was in conflict; nothing when it was refused.</summary>
    /// <param name="entries">Added to.</param>
    /// <param name="operation">The write.</param>
    /// <param name="value">What it wrote.</param>
    /// <param name="conflict">What it saw when it was in conflict.</param>
    /// <param name="settled">When what is unknown was done or never will be.</param>
    public static void AddWrite<T>(this List<Entry<T>> entries, Operation operation, T value, T conflict, long settled)
    {
        switch (operation.Outcome)
        {
            case OperationOutcome.Ok:
                entries.Add(new Entry<T>(operation, true, value, operation.Invoked, operation.Returned ?? Never, true));
                break;
            case OperationOutcome.Conflict:
                entries.AddRead(operation, conflict);
                break;
            case OperationOutcome.Unknown when operation.Done == true:
                entries.Add(new Entry<T>(operation, true, value, operation.Invoked, settled, true));
                break;
            case OperationOutcome.Unknown when operation.Done is null:
                // What is asked for after the rest has settled is not bound by it.
                entries.Add(new Entry<T>(operation, true, value, operation.Invoked, operation.Invoked < settled ? settled : Never, false));
                break;
        }
    }

    /// <summary>Adds what was seen. A view that lags may show any state of the past.</summary>
    public static void AddRead<T>(this List<Entry<T>> entries, Operation operation, T value)
    {
        var lags = operation.View.Promise != Promise.Immediate;
        entries.Add(new Entry<T>(operation, false, value, lags ? Past : operation.Invoked, operation.Returned ?? Never, true));
    }
}
