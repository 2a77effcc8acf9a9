using Seatrial.Load.Arrivals;
using Seatrial.Load.Engines;
using Seatrial.Load.Http;
using Seatrial.Load.Recording;

namespace Seatrial.Load.Sessions;

/// <summary>
/// Cargo building something: config.json; then the index file of what it builds, and that of each dependency once a file that names it has come;
/// then the archives that it has not. Cargo keeps two connections to a host when it cannot multiplex, and so it asks two things at once.
/// A crate whose index file did not come leads nowhere: what it needs is not asked for.
/// </summary>
internal sealed class BuildSession : Session
{
    private enum Phase
    {
        Beginning, Configuring, Resolving, Fetching, Over,
    }

    private readonly Queue<(int Crate, int Hop)> _wanted = [];
    private readonly List<(Request Request, int Crate, int Hop)> _asked = [];
    private readonly HashSet<int> _known = [];
    private readonly List<int> _resolved = [];
    private RegistryRequests _requests = null!;
    private CrateGraph _graph = null!;
    private Chance _chance;
    private bool _isWarm;
    private double _missing;
    private int _root;
    private Phase _phase;

    /// <inheritdoc/>
    public override int Concurrency => 2;

    /// <inheritdoc/>
    public override int? Operation => RegistryOperations.Build;

    /// <summary>Begins anew.</summary>
    /// <param name="requests">What it asks.</param>
    /// <param name="root">What is built.</param>
    /// <param name="graph">Which crate needs which.</param>
    /// <param name="isWarm">Whether it has index files.</param>
    /// <param name="missing">The share of archives that it has not.</param>
    /// <param name="chance">What decides which.</param>
    public void Begin(RegistryRequests requests, int root, CrateGraph graph, bool isWarm, double missing, Chance chance)
    {
        (_requests, _root, _graph, _isWarm, _missing, _chance) = (requests, root, graph, isWarm, missing, chance);
        _phase = Phase.Beginning;
        _wanted.Clear();
        _asked.Clear();
        _known.Clear();
        _resolved.Clear();
    }

    /// <inheritdoc/>
    public override Request? Next()
    {
        switch (_phase)
        {
            case Phase.Beginning:
                _phase = Phase.Configuring;
                return _requests.Config;
            case Phase.Resolving or Phase.Fetching when _wanted.TryDequeue(out var wanted):
                var request = _phase == Phase.Fetching ? _requests.Downloads[wanted.Crate][wanted.Hop]
                    : _isWarm ? _requests.IndexAgain[wanted.Crate] : _requests.Index[wanted.Crate];
                _asked.Add((request, wanted.Crate, wanted.Hop));
                return request;
            default:
                return null;
        }
    }

    /// <inheritdoc/>
    public override void Ended(Request request, Ending ending)
    {
        if (_phase == Phase.Configuring)
        {
            _phase = ending.IsGood ? Phase.Resolving : Phase.Over;
            if (ending.IsGood)
                Want(_root);
            return;
        }

        var (_, crate, hop) = Take(request);
        if (_phase == Phase.Fetching)
        {
            if (ending.IsGood && hop + 1 < _requests.Downloads[crate].Count)
                _wanted.Enqueue((crate, hop + 1));
            return;
        }

        if (ending.IsGood)
        {
            _resolved.Add(crate);
            foreach (var needed in _graph.Needs(crate))
                Want(needed);
        }

        if (_wanted.Count + _asked.Count == 0)
            Fetch();
    }

    private void Want(int crate)
    {
        if (_known.Add(crate))
            _wanted.Enqueue((crate, 0));
    }

    private void Fetch()
    {
        _phase = Phase.Fetching;
        foreach (var crate in _resolved)
            if (_chance.Uniform() < _missing)
                _wanted.Enqueue((crate, 0));
    }

    private (Request, int Crate, int Hop) Take(Request request)
    {
        var at = _asked.FindIndex(asked => ReferenceEquals(asked.Request, request));
        var found = _asked[at];
        _asked.RemoveAt(at);
        return found;
    }
}
