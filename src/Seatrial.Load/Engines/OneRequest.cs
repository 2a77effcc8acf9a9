using Seatrial.Load.Http;

namespace Seatrial.Load.Engines;

/// <summary>A session of one request.</summary>
internal sealed class OneRequest : Session
{
    /// <summary>The request, until it is made.</summary>
    public Request? Request { get; set; }

    /// <inheritdoc/>
    public override Request? Next()
    {
        var request = Request;
        Request = null;
        return request;
    }
}
