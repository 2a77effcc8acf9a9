using Seatrial.Scenarios.Sweeps;

namespace Seatrial.Scenarios.Races;

/// <summary><c>same-version</c>: exactly one of both is the one (API-PUB-07).</summary>
internal sealed class SameVersion : Race
{
    public override string Name => "same-version";

    public override string Story => "Two clients of one owner publish the same version with other bytes each: one is told that it is published, the other that it is there.";

    public override Task<Duel> PrepareAsync(Lane lane, string name) => Duel.OfPublishesAsync(lane, name, ("0.2.0", "0.2.0"), (state, one, other) =>
    [
        new("A published it, B is told that it is there", Told.Done, Told.ThereAlready, state.With(one, lane.PublisherLogin)),
        new("B published it, A is told that it is there", Told.ThereAlready, Told.Done, state.With(other, lane.PublisherLogin)),
    ]);
}
