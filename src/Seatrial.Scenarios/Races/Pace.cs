namespace Seatrial.Scenarios.Races;

/// <summary>Keeps the clients of a history together, so that they meet: whoever was held up leaves out what would come long after the others.</summary>
internal sealed class Pace
{
    /// <summary>How many actions one may be behind the first one.</summary>
    private const int Lag = 16;

    private int _furthest;

    /// <summary>Whether an action comes too late to be done.</summary>
    /// <param name="action">The number of the action, of a client who has come to it.</param>
    public bool LeavesOut(int action)
    {
        var furthest = Volatile.Read(ref _furthest);
        while (action > furthest && Interlocked.CompareExchange(ref _furthest, action, furthest) is var other && other != furthest)
            furthest = other;
        return action < furthest - Lag;
    }
}
