using Seatrial.Scenarios.Sweeps;
using Seatrial.Scenarios.Sweeps.Workflows;

namespace Seatrial.Scenarios.Races;

/// <summary><c>mutual-removal</c>: one of both stays (I9).</summary>
internal sealed class MutualRemoval : Race
{
    public override string Name => "mutual-removal";

    public override string Story => "The two owners of a crate remove each other: one of them is removed, and the other stays.";

    public override async Task<Duel> PrepareAsync(Lane lane, string name)
    {
        var (state, first) = await Publishing.FirstAsync(lane, name);
        var (one, other) = (lane.PublisherLogin, lane.Stranger.Login!);
        await Lane.MustAsync(lane.Direct.AddOwner(name, other, lane.Publisher));
        string[] actions = [.. state.Actions, $"add-owner {other}"];
        CrateState Left(string stays, string goes) => state with { Owners = [stays], Actions = [.. actions, $"remove-owner {goes}"] };
        return new Duel(name,
            new Client($"A ({one})", $"remove the owner {other}", () => lane.Client.RemoveOwner(name, other, lane.Publisher)),
            new Client($"B ({other})", $"remove the owner {one}", () => lane.Client.RemoveOwner(name, one, lane.Stranger)),
            [first],
            [
                new("A has removed B, and B is refused", Told.Done, Told.Refused, Left(one, other)),
                new("B has removed A, and A is refused", Told.Refused, Told.Done, Left(other, one)),
            ]);
    }
}
