using System.Collections.Immutable;

namespace Seatrial.Faults.Kinds;

/// <summary>One way in which a crossing fails. Each is a few acts on an <see cref="Exchange"/>, the same on every wire.</summary>
public abstract class FaultKind
{
    /// <summary>All kinds that a sweep does, in the order of its reports.</summary>
    public static ImmutableArray<FaultKind> All { get; } =
    [
        new Error(), new CutBefore(), new CutAfter(), new Truncated(), new LateDelivery(), new Slow(), new Hang(), new Outage(),
        new KillBefore(), new KillAfter(), new Pause(),
    ];

    /// <summary>The kind of this name; null when there is none.</summary>
    public static FaultKind? Named(string name) => All.FirstOrDefault(kind => kind.Name == name);

    /// <summary>Its name in options, reports and ids: lower case with hyphens.</summary>
    public abstract string Name { get; }

    /// <summary>What happens, in one sentence.</summary>
    public abstract string Meaning { get; }

    /// <summary>What of the real world looks like this, in one sentence.</summary>
    public abstract string Example { get; }

    /// <summary>Why it cannot be done to a crossing, or would be the same as another case; null when it can.</summary>
    /// <remarks>The sweep counts what is left out by these sentences, so they are part of its result.</remarks>
    public abstract string? Excludes(Crossing crossing);

    /// <summary>Whether a client library that repeats silently is tried both ways: the fault once, and until it is healed.</summary>
    public virtual bool HasSticky => false;

    /// <summary>Whether the process that asked has ended or stands still afterwards, and must be brought back.</summary>
    public virtual bool StopsProcess => false;

    /// <summary>Whether the case waits for the time limits of the registry itself.</summary>
    public virtual bool IsSlow => false;

    /// <summary>Does it.</summary>
    public abstract Task ActAsync(Exchange exchange, ArmedFault fault, CancellationToken cancelled);

    /// <summary>Undoes what lasts.</summary>
    public virtual void Heal(ArmedFault fault, Watch watch)
    {
    }

    /// <summary>The reason why what concerns a whole write to the wire is done at its last crossing only.</summary>
    protected static string? WithinOneWrite(Crossing crossing) =>
        crossing.Traits.HasFlag(Traits.Pipelined) ? "it went out in one write with what follows, so the case at the end of that write is the same" : null;

    /// <inheritdoc/>
    public sealed override string ToString() => Name;
}
