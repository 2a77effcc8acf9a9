using Seatrial.Scenarios.Sweeps;
using Seatrial.Scenarios.Sweeps.Workflows;

namespace Seatrial.Scenarios.Races;

/// <summary><c>yank-against-publish</c>: neither undoes the other, in the database or in the index.</summary>
internal sealed class YankAgainstPublish : Race
{
    public override string Name => "yank-against-publish";

    public override string Story => "An owner yanks a version while another client publishes the next one: both are done, and both are seen.";

    public override async Task<Duel> PrepareAsync(Lane lane, string name)
    {
        var (state, first) = await Publishing.FirstAsync(lane, name);
        var next = Client.Package(name, "0.2.0", "B");
        return new Duel(name,
            new Client($"A ({lane.PublisherLogin})", $"yank {first.Version}", () => lane.Client.Yank(name, first.Version, lane.Publisher)),
            Client.Publishing(lane, "B", next, lane.Publisher, lane.PublisherLogin),
            [first, next],
            [new("both are done", Told.Done, Told.Done, state.With(first.Version, yanked: true).With(next, lane.PublisherLogin))]);
    }
}
