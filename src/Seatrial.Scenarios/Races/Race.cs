using Seatrial.Scenarios.Sweeps;
using Seatrial.Scenarios.Sweeps.Workflows;

namespace Seatrial.Scenarios.Races;

/// <summary>Two clients who do something to one crate at the same time.</summary>
internal abstract class Race
{
    /// <summary>Its name in commands and ids: lower case with hyphens.</summary>
    public abstract string Name { get; }

    /// <summary>What the two do, in one sentence.</summary>
    public abstract string Story { get; }

    /// <summary>Makes what both start from, with names of its own. Nothing of this is part of the race.</summary>
    public abstract Task<Duel> PrepareAsync(Lane lane, string name);

    /// <summary>All races, in the order of the reports.</summary>
    public static IReadOnlyList<Race> All { get; } = [new SameVersion(), new SameName(), new YankAgainstPublish(), new MutualRemoval(), new OneIndexFile()];

    /// <summary>The race of this name; null when there is none.</summary>
    public static Race? Named(string name) => All.FirstOrDefault(race => race.Name == name);
}

/// <summary>One running of a race, with names of its own.</summary>
/// <param name="Crate">The crate.</param>
/// <param name="A">The client who is held.</param>
/// <param name="B">The client who runs meanwhile.</param>
/// <param name="Packages">Everything that is published under the crate's name, sooner or later.</param>
/// <param name="Orders">All that both may be told, and what must be there then.</param>
internal sealed record Duel(string Crate, Client A, Client B, IReadOnlyList<CratePackage> Packages, IReadOnlyList<Order> Orders)
{
    /// <summary>Two clients of one owner who each publish a version of a crate that is there.</summary>
    /// <param name="lane">The registry.</param>
    /// <param name="name">The crate, which nobody has had.</param>
    /// <param name="versions">What A and what B publishes.</param>
    /// <param name="orders">All that both may be told, from the crate as it was and the two packages.</param>
    public static async Task<Duel> OfPublishesAsync(
        Lane lane, string name, (string A, string B) versions, Func<CrateState, CratePackage, CratePackage, IReadOnlyList<Order>> orders)
    {
        var (state, first) = await Publishing.FirstAsync(lane, name);
        var (one, other) = (Client.Package(name, versions.A, "A"), Client.Package(name, versions.B, "B"));
        return new Duel(name,
            Client.Publishing(lane, "A", one, lane.Publisher, lane.PublisherLogin),
            Client.Publishing(lane, "B", other, lane.Publisher, lane.PublisherLogin),
            [first, one, other], orders(state, one, other));
    }
}

/// <summary>One of the two clients of a race.</summary>
/// <param name="Name">Who it is: <c>A (admin)</c>.</param>
/// <param name="Wish">What it asks for: <c>publish 0.2.0 (ab12cd34)</c>.</param>
/// <param name="ActAsync">Asks for it.</param>
internal sealed record Client(string Name, string Wish, Func<Task<Answer>> ActAsync)
{
    /// <summary>A client that publishes.</summary>
    /// <param name="lane">The registry.</param>
    /// <param name="letter">Which of both it is.</param>
    /// <param name="package">What it publishes.</param>
    /// <param name="user">As whom.</param>
    /// <param name="login">The user's login.</param>
    public static Client Publishing(Lane lane, string letter, CratePackage package, User user, string login) => new(
        $"{letter} ({login})", $"publish {package.Version} ({package.Checksum.Text[..8]})", () => lane.Client.Publish(package, user));

    /// <summary>What a client publishes: its bytes are its own.</summary>
    public static CratePackage Package(string name, string version, string letter) => new(name, version)
    {
        Description = $"The crate {name} of a race.",
        Source = $"pub fn answer() -> &'static str {{ \"{letter}\" }}\n",
    };
}

/// <summary>One outcome that the two clients, one after the other, can have.</summary>
/// <param name="Words">What both are told.</param>
/// <param name="A">Whether this is what the first one may be told.</param>
/// <param name="B">Whether this is what the second one may be told.</param>
/// <param name="State">What all stores must hold then.</param>
internal sealed record Order(string Words, Func<Answer, bool> A, Func<Answer, bool> B, CrateState State);

/// <summary>What a client of a race may be told.</summary>
internal static class Told
{
    /// <summary>It was done.</summary>
    public static bool Done(Answer answer) => answer.IsSuccess;

    /// <summary>It was not done, and the answer says that it is there already.</summary>
    public static bool ThereAlready(Answer answer) => Refused(answer)
        && (answer.Status == 409 || answer.Text.Contains("already", StringComparison.OrdinalIgnoreCase) || answer.Text.Contains("exists", StringComparison.OrdinalIgnoreCase));

    /// <summary>It was not done, since the name is somebody else's or the version is there.</summary>
    public static bool Taken(Answer answer) => answer.Status is 403 || ThereAlready(answer);

    /// <summary>It was not done, as the answer says in the contract's words.</summary>
    public static bool Refused(Answer answer) => answer is { Status: >= 400 and < 500, HasErrors: true };
}
