using Seatrial.Scenarios.Sweeps;
using Seatrial.Scenarios.Sweeps.Workflows;

namespace Seatrial.Scenarios.Races;

/// <summary><c>same-version</c>: exactly one of both is the one (API-PUB-07).</summary>
internal sealed class SameVersion : Race
{
    public override string Name => "same-version";

    public override string Story => "Two clients of one owner publish the same version with other bytes each: one is told that it is published, the other that it is there.";

    public override async Task<Duel> PrepareAsync(Lane lane, string name)
    {
        var (state, first) = await Publishing.FirstAsync(lane, name);
        var (one, other) = (Client.Package(name, "0.2.0", "A"), Client.Package(name, "0.2.0", "B"));
        return new Duel(name,
            Client.Publishing(lane, "A", one, lane.Publisher, lane.PublisherLogin),
            Client.Publishing(lane, "B", other, lane.Publisher, lane.PublisherLogin),
            [first, one, other],
            [
                new("A published it, B is told that it is there", Told.Done, Told.ThereAlready, state.With(one, lane.PublisherLogin)),
                new("B published it, A is told that it is there", Told.ThereAlready, Told.Done, state.With(other, lane.PublisherLogin)),
            ]);
    }
}
