using Seatrial.Load.Arrivals;
using Seatrial.Load.Engines;
using Seatrial.Load.Http;

namespace Seatrial.Load.Sessions;

/// <summary>
/// The users of a registry. Who comes with an arrival, and what for, follows from the seed and the arrival's number, so that a load can be
/// had again and shards share it.
/// </summary>
/// <param name="graph">Which crate needs which.</param>
/// <param name="mix">Who comes.</param>
/// <param name="requests">What they ask.</param>
/// <param name="seed">The seed of all chance in it.</param>
public sealed class RegistryWorkload(CrateGraph graph, SessionMix mix, RegistryRequests requests, ulong seed) : Workload
{
    private readonly Stack<BuildSession> _builds = [];
    private readonly Stack<OneRequest> _ones = [];

    /// <inheritdoc/>
    public override Session Begin(long ordinal)
    {
        var chance = Chance.Of(seed, (ulong)ordinal);
        var who = chance.Uniform() * (mix.Build + mix.Search + mix.Page + mix.Publish);
        if ((who -= mix.Build) < 0)
        {
            var crate = chance.Below(graph.Count);
            var build = _builds.TryPop(out var used) ? used : new BuildSession();
            var isWarm = chance.Uniform() < mix.Warm;
            build.Begin(requests, crate, graph, isWarm, isWarm ? mix.Missing : 1, chance);
            return build;
        }

        if ((who -= mix.Search) < 0)
            return One(requests.Searches[chance.Below(requests.Searches.Count)]);
        return One(who - mix.Page < 0 ? requests.Pages[chance.Below(requests.Pages.Count)] : requests.Publish(ordinal));
    }

    /// <inheritdoc/>
    public override void Over(Session session)
    {
        if (session is BuildSession build)
            _builds.Push(build);
        else
            _ones.Push((OneRequest)session);
    }

    private OneRequest One(Request request)
    {
        var one = _ones.TryPop(out var used) ? used : new OneRequest();
        one.Request = request;
        return one;
    }
}
