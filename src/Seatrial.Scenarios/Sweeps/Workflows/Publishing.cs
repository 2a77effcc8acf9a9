namespace Seatrial.Scenarios.Sweeps.Workflows;

/// <summary>A publish of one version; the crate may be new.</summary>
internal sealed class Publishing(Lane lane, CrateState before, CratePackage package, IReadOnlyList<CratePackage> earlier) : Use(lane, before)
{
    protected override CrateState Next() => Before.With(package, Lane.PublisherLogin);

    public override IReadOnlyList<CratePackage> Packages => [.. earlier, package];

    public override Task<Answer> ActAsync() => Registry.Publish(package, Publisher);

    // The same bytes once more: a registry may say 200 again, or in a 409 that they are there already (decision 0003).
    public override bool SaysDoneBefore(Answer again) => again.Status is 409 or 400 or 403 or 422 && again.HasErrors;

    /// <summary>Publishes a version without a fault, so that a workflow has something to start from.</summary>
    public static async Task<(CrateState State, CratePackage Package)> FirstAsync(Lane lane, string name, string version = "0.1.0")
    {
        var package = new CratePackage(name, version) { Description = $"The crate {name} of a sweep." };
        await Lane.MustAsync(lane.Direct.Publish(package, lane.Publisher));
        return (new CrateState(name).With(package, lane.PublisherLogin), package);
    }
}

/// <summary><c>publish</c>: the first version of a new crate.</summary>
internal sealed class Publish : Workflow
{
    public override string Name => "publish";

    public override string Story => "An author publishes the first version of a new crate, and does it once more when that did not work.";

    public override Task<Use> PrepareAsync(Lane lane, string name) =>
        Task.FromResult<Use>(new Publishing(lane, new CrateState(name), new CratePackage(name, "0.1.0") { Description = $"The crate {name} of a sweep.", Keywords = ["sweep"] }, []));
}

/// <summary><c>publish-update</c>: a second version of a crate.</summary>
internal sealed class PublishUpdate : Workflow
{
    public override string Name => "publish-update";

    public override string Story => "An owner publishes the second version of a crate, and does it once more when that did not work.";

    public override async Task<Use> PrepareAsync(Lane lane, string name)
    {
        var (state, first) = await Publishing.FirstAsync(lane, name);
        return new Publishing(lane, state, new CratePackage(name, "0.2.0") { Source = "pub fn answer() -> u32 { 43 }\n" }, [first]);
    }
}
