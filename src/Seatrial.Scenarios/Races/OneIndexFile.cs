using Seatrial.Scenarios.Sweeps;
using Seatrial.Scenarios.Sweeps.Workflows;

namespace Seatrial.Scenarios.Races;

/// <summary><c>one-index-file</c>: whoever writes the crate's file last has both versions in it. With several replicas, each publish may come to another one.</summary>
internal sealed class OneIndexFile : Race
{
    public override string Name => "one-index-file";

    public override string Story => "Two clients publish two versions of one crate, so that its index file is written twice: both are in it.";

    public override async Task<Duel> PrepareAsync(Lane lane, string name)
    {
        var (state, first) = await Publishing.FirstAsync(lane, name);
        var (one, other) = (Client.Package(name, "0.2.0", "A"), Client.Package(name, "0.3.0", "B"));
        return new Duel(name,
            Client.Publishing(lane, "A", one, lane.Publisher, lane.PublisherLogin),
            Client.Publishing(lane, "B", other, lane.Publisher, lane.PublisherLogin),
            [first, one, other],
            [new("both are published", Told.Done, Told.Done, state.With(one, lane.PublisherLogin).With(other, lane.PublisherLogin))]);
    }
}
