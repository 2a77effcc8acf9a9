using Seatrial.Scenarios.Sweeps;

namespace Seatrial.Scenarios.Races;

/// <summary><c>same-name</c>: a new name has one owner, who published what is there.</summary>
internal sealed class SameName : Race
{
    public override string Name => "same-name";

    public override string Story => "Two users publish a crate of the same new name: it is one user's, and the other is refused.";

    public override Task<Duel> PrepareAsync(Lane lane, string name)
    {
        var (one, other) = (Client.Package(name, "0.1.0", "A"), Client.Package(name, "0.1.0", "B"));
        var (none, stranger) = (new CrateState(name), lane.Stranger.Login!);
        return Task.FromResult(new Duel(name,
            Client.Publishing(lane, "A", one, lane.Publisher, lane.PublisherLogin),
            Client.Publishing(lane, "B", other, lane.Stranger, stranger),
            [one, other],
            [
                new("A has the name, B is refused", Told.Done, Told.Taken, none.With(one, lane.PublisherLogin)),
                new("B has the name, A is refused", Told.Taken, Told.Done, none.With(other, stranger)),
            ]));
    }
}
