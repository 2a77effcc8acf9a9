namespace Seatrial.Faults.Postgres;

/// <summary>One statement that a client asks for: a Query, or an Execute with what belongs to it.</summary>
/// <param name="Command">What is asked.</param>
/// <param name="Start">Where its message begins.</param>
/// <param name="End">Where its message ends.</param>
/// <param name="IsSimple">Whether it is a Query, which is answered on its own. An Execute waits for its Sync.</param>
/// <param name="Segment">Which stretch from Sync to Sync it is in.</param>
/// <param name="Ordinal">How many were executed before it in its segment.</param>
/// <param name="Parses">How many Parse messages came before it in its segment.</param>
/// <param name="Binds">How many Bind messages came before it in its segment.</param>
internal sealed record Ask(Command Command, long Start, long End, bool IsSimple, long Segment, int Ordinal, int Parses, int Binds)
{
    /// <summary>Behind the last byte that makes the server do it and answer; null while that has not come.</summary>
    public long? Through { get; set; } = IsSimple ? End : null;

    /// <summary>Whether a Flush ends it, so that it is answered and not yet committed.</summary>
    public bool IsFlushed { get; set; }
}
