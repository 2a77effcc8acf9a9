using Seatrial.Record;

namespace Seatrial.Faults;

/// <summary>
/// Sees every crossing at the taps of one registry, gives it its identity, and has at most a few faults armed. One watch
/// belongs to one running registry; several registries that are swept at the same time have one each.
/// </summary>
public sealed class Watch(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private volatile ArmedFault[] _armed = [];
    private volatile Recording _recording = new(Names.None);
    private volatile Boundary[] _down = [];

    /// <summary>The time by which faults wait.</summary>
    public TimeProvider Clock => clock;

    /// <summary>What has been seen since <see cref="Record"/>.</summary>
    public Recording Recording => _recording;

    /// <summary>Begins a recording: occurrences count from one again.</summary>
    public Recording Record(Names names) => _recording = new Recording(names);

    /// <summary>Arms a fault: it will be done to the next crossing that matches. What was armed before stays armed.</summary>
    public ArmedFault Arm(Fault fault)
    {
        var armed = new ArmedFault(fault, this);
        lock (_lock)
            _armed = [.. _armed, armed];
        return armed;
    }

    internal void Disarm(ArmedFault fault)
    {
        lock (_lock)
            _armed = [.. _armed.Where(one => one != fault)];
    }

    /// <summary>Told when a boundary of a side goes down, so that the connections that are open can be cut.</summary>
    public event Action<Boundary>? WentDown;

    /// <summary>Takes a boundary down until it is brought up again: connections are cut and new ones refused.</summary>
    public void TakeDown(Boundary boundary)
    {
        lock (_lock)
            _down = [.. _down, boundary];
        WentDown?.Invoke(boundary);
    }

    /// <summary>Ends an outage.</summary>
    public void BringUp(Boundary boundary)
    {
        lock (_lock)
            _down = [.. _down.Where(one => one != boundary)];
    }

    internal bool IsDown(Tap tap) => _down.Length > 0 && _down.Contains(tap.Boundary);

    internal Arrival Arrive(Tap tap, string operation, string transaction, Traits traits, string detail) =>
        Arrived(_recording.Add(tap, operation, transaction, traits, detail));

    internal Arrival ArriveAgain(Crossing crossing)
    {
        _recording.Repeat();
        return Arrived(crossing);
    }

    private Arrival Arrived(Crossing crossing)
    {
        foreach (var fault in _armed)
            if (fault.Takes(crossing))
                return new Arrival(crossing, fault);
        return new Arrival(crossing, null);
    }
}
