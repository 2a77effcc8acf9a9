using Seatrial.Load.Http;

namespace Seatrial.Load.Engines;

/// <summary>Each arrival makes one request, of a few in turn.</summary>
/// <param name="requests">The requests; arrival k makes the one at k modulo their number.</param>
public sealed class SingleRequests(params Request[] requests) : Workload
{
    private readonly Stack<OneRequest> _free = [];

    /// <inheritdoc/>
    public override Session Begin(long ordinal)
    {
        var one = _free.TryPop(out var used) ? used : new OneRequest();
        one.Request = requests[ordinal % requests.Length];
        return one;
    }

    /// <inheritdoc/>
    public override void Over(Session session) => _free.Push((OneRequest)session);
}
