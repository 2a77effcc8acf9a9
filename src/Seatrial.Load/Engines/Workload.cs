using Seatrial.Load.Http;
using Seatrial.Load.Recording;

namespace Seatrial.Load.Engines;

/// <summary>
/// What an arrival does. What it asks for is a function of its number alone, so that shards agree on it without talking. Each thread of an
/// engine has a workload of its own.
/// </summary>
public abstract class Workload
{
    /// <summary>Somebody comes.</summary>
    /// <param name="ordinal">The arrival's place in the whole load.</param>
    public abstract Session Begin(long ordinal);

    /// <summary>A session is over; its object can be used for another one.</summary>
    public virtual void Over(Session session)
    {
    }
}

/// <summary>
/// What one user does, from the arrival on: requests, some of which can be made at once and some only after others. Called by one thread at a time.
/// </summary>
public abstract class Session
{
    /// <summary>How many requests it makes at once at most.</summary>
    public virtual int Concurrency => 1;

    /// <summary>The operation under which the whole session is counted, by number; null when it is only one request.</summary>
    public virtual int? Operation => null;

    /// <summary>The next request that can be made now. Null: none, until one that was made has ended; or none any more.</summary>
    public abstract Request? Next();

    /// <summary>A request has ended.</summary>
    public virtual void Ended(Request request, Ending ending)
    {
    }

    /// <summary>The engine's: requests that have not ended.</summary>
    internal int InFlight { get; set; }

    /// <summary>The engine's: when it was due.</summary>
    internal long Due { get; set; }

    /// <summary>The engine's: how the first request ended that did not end well.</summary>
    internal Ending Worst { get; set; }
}
