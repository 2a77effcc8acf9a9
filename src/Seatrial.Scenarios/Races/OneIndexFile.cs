using Seatrial.Scenarios.Sweeps;

namespace Seatrial.Scenarios.Races;

/// <summary><c>one-index-file</c>: whoever writes the crate's file last has both versions in it. With several replicas, each publish may come to another one.</summary>
internal sealed class OneIndexFile : Race
{
    public override string Name => "one-index-file";

    public override string Story => "Two clients publish two versions of one crate, so that its index file is written twice: both are in it.";

    public override Task<Duel> PrepareAsync(Lane lane, string name) => Duel.OfPublishesAsync(lane, name, ("0.2.0", "0.3.0"), (state, one, other) =>
        [new("both are published", Told.Done, Told.Done, state.With(one, lane.PublisherLogin).With(other, lane.PublisherLogin))]);
}
