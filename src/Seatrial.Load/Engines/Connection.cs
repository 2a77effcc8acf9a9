using Seatrial.Load.Http;

namespace Seatrial.Load.Engines;

/// <summary>One place for a connection of a core, and what is being asked over it.</summary>
internal sealed class Connection(int place, HttpLimits limits)
{
    /// <summary>Its place among the connections of the core.</summary>
    public readonly int Place = place;

    /// <summary>How often the place was used: events of an earlier connection that stood here are told apart by it.</summary>
    public uint Generation;

    public int Descriptor = -1;
    public int Host;
    public bool IsConnected;

    /// <summary>Whether an answer came over it: only then the registry may have closed it without having seen the next request.</summary>
    public bool IsUsed;

    public Session? Session;
    public Request? Request;
    public bool IsRetried;
    public long Due;
    public long Sent;

    /// <summary>How much of the request was sent.</summary>
    public int Offset;

    /// <summary>How much of the answer came.</summary>
    public long Bytes;

    public ResponseReader Reader = new(limits);

    public void Give(Session session, Request request, long due, long now)
    {
        (Session, Request, Due, Sent, Offset, Bytes, IsRetried) = (session, request, due, now, 0, 0, false);
        Reader.Begin(request.IsHead);
    }
}
