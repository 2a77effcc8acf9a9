using Seatrial.Scenarios.Sweeps.Stores;

namespace Seatrial.Scenarios.Sweeps;

/// <summary>The invariants over all stores, once they have settled.</summary>
internal static class Invariants
{
    /// <summary>What each store holds of the crate of a use.</summary>
    public static Task<IReadOnlyList<Holding>> ReadAsync(Lane lane, Use use, CancellationToken cancelled) =>
        ReadAsync(lane, use.Before.Name, use.Packages, cancelled);

    /// <summary>What each store holds of a crate.</summary>
    public static async Task<IReadOnlyList<Holding>> ReadAsync(Lane lane, string crate, IReadOnlyList<CratePackage> packages, CancellationToken cancelled)
    {
        var held = new List<Holding>();
        foreach (var store in lane.Stores)
            held.Add(await store.ReadAsync(crate, packages, cancelled));
        return held;
    }

    /// <summary>
    /// Compares what the stores hold with the two states that are possible: as before, or as after the use and wholly so.
    /// </summary>
    /// <param name="use">The use.</param>
    /// <param name="held">What the stores hold.</param>
    /// <param name="mustBeDone">Whether the user was told that it was done.</param>
    /// <param name="retried">Whether this is after the user's retry, when no orphan may be left.</param>
    /// <param name="look">Takes what did not hold.</param>
    /// <returns>The state that the stores are in; null when it is neither.</returns>
    public static CrateState? Check(Use use, IReadOnlyList<Holding> held, bool mustBeDone, bool retried, Look look)
    {
        var readable = Readable(held, look);
        if (Leading(readable) is not { } leading)
            return null;
        var state = Is(leading, use.After) ? use.After : Is(leading, use.Before) ? use.Before : null;
        look.That("I7", "the crate is as it was, or as it was meant to be, and nothing in between", state is not null,
            $"{Words(use.Before)}, or {Words(use.After)}", leading.ToString());
        if (mustBeDone)
            look.That("I7", "what was answered with success lasts", state == use.After, Words(use.After), leading.ToString());
        if (state is null)
            return null;
        foreach (var store in readable)
            Compare(store, state, look);
        Objects(readable, state, mustBeDone || retried, look);
        return state;
    }

    /// <summary>Compares what the stores hold with each state that a race of two clients, both of whom were answered, may end in.</summary>
    /// <returns>The state that the stores are in; null when it is none of them.</returns>
    public static CrateState? Check(IReadOnlyList<CrateState> possible, IReadOnlyList<Holding> held, Look look)
    {
        var readable = Readable(held, look);
        if (Leading(readable) is not { } leading)
            return null;
        var state = possible.FirstOrDefault(one => Is(leading, one));
        if (leading is { Owners: { } owners, Versions.Count: > 0 })
            look.That("I9", $"the crate keeps an owner in {leading.Store}", owners.Count > 0, "one or more", "none");
        look.That("I7", "what both were answered is what is there", state is not null, string.Join("; or ", possible.Select(Words).Distinct()), leading.ToString());
        if (state is null)
            return null;
        foreach (var store in readable)
            Compare(store, state, look);
        // Whoever was refused may have left an archive.
        Objects(readable, state, nothingLeft: false, look);
        return state;
    }

    /// <summary>A state in one line.</summary>
    public static string Words(CrateState state) => state.Versions.Count == 0
        ? "no such crate"
        : $"{string.Join(", ", state.Versions)}{(state.Owners.Count > 0 ? $" owned by {string.Join(", ", state.Owners)}" : "")}";

    private static Holding[] Readable(IReadOnlyList<Holding> held, Look look)
    {
        foreach (var store in held)
            look.That("I12", $"{store.Store} answers again once the fault is healed", store.Unreadable is null, "an answer", store.Unreadable ?? "");
        return [.. held.Where(store => store.Unreadable is null)];
    }

    private static Holding? Leading(IReadOnlyList<Holding> readable) =>
        readable.FirstOrDefault(store => store.Store == "database") ?? readable.FirstOrDefault(store => store.Store == "api");

    private static bool Is(Holding held, CrateState state) =>
        Same(held.Versions, state.Versions) && (held.Owners is null || held.Owners.SequenceEqual(Sorted(state.Owners)))
        && (state.Versions.Count > 0 || held.Versions is null or []);

    private static bool Same(IReadOnlyList<HeldVersion>? held, IReadOnlyList<HeldVersion> state) =>
        held is null || held.OrderBy(one => one.Number, StringComparer.Ordinal).SequenceEqual(state.OrderBy(one => one.Number, StringComparer.Ordinal));

    private static void Compare(Holding store, CrateState state, Look look)
    {
        // The storage has archives and no list of versions; it is looked at below.
        if (store.Versions is { } versions && store.Store != "storage")
        {
            var numbers = versions.Select(version => version.Number).ToArray();
            look.Equal("I2", $"{store.Store} lists each version once", numbers.Distinct().Count(), numbers.Length);
            look.Equal("I1", $"the versions in {store.Store}", List(state.Versions.Select(version => version.Number)), List(numbers.Distinct()));
            foreach (var version in versions)
                if (state.Versions.FirstOrDefault(one => one.Number == version.Number) is { } meant)
                {
                    look.Equal("I3", $"the checksum of {version.Number} in {store.Store}", meant.Checksum, version.Checksum);
                    if (version.Yanked is { } yanked)
                        look.Equal("I4", $"whether {version.Number} is yanked in {store.Store}", meant.Yanked, yanked);
                }
        }

        if (store.Owners is { } owners)
        {
            look.That("I9", $"the crate keeps an owner in {store.Store}", owners.Count > 0 || !state.Exists, "one or more", "none");
            look.Equal("I1", $"the owners in {store.Store}", List(state.Owners), List(owners));
        }

        if (store.Actions is { } actions)
            look.Equal("I8", $"the actions in the audit log of {store.Store}", List(state.Actions), List(actions));
    }

    private static void Objects(IReadOnlyList<Holding> readable, CrateState state, bool nothingLeft, Look look)
    {
        if (readable.FirstOrDefault(store => store.Store == "storage") is not { Versions: { } archives })
            return;
        foreach (var version in state.Versions)
        {
            // Two may have tried to publish this version, with other bytes each.
            var archive = archives.FirstOrDefault(one => one.Number == version.Number && one.Checksum == version.Checksum)
                ?? archives.FirstOrDefault(one => one.Number == version.Number);
            if (look.That("I5", $"the archive of {version.Number} is in the storage", archive is not null, "there", "not there"))
                look.Equal("I3", $"the SHA-256 of the stored archive of {version.Number}", version.Checksum, archive!.Checksum);
        }

        foreach (var archive in archives.Where(one => state.Versions.All(version => version.Number != one.Number)))
            look.That("I6", "archives without a version come from attempts only that were never answered with success", !nothingLeft, "none", archive.ToString());
    }

    /// <summary>Whether the storage has archives that no version refers to.</summary>
    public static bool HasOrphans(IReadOnlyList<Holding> held, CrateState state) =>
        held.FirstOrDefault(store => store.Store == "storage")?.Versions is { } archives
        && archives.Any(one => state.Versions.All(version => version.Number != one.Number));

    private static string List(IEnumerable<string> items) => string.Join(", ", Sorted(items)) is { Length: > 0 } list ? list : "none";

    private static IEnumerable<string> Sorted(IEnumerable<string> items) => items.Order(StringComparer.Ordinal);
}
