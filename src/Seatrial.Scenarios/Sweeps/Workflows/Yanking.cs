namespace Seatrial.Scenarios.Sweeps.Workflows;

/// <summary>A yank of the only version of a crate, or its undoing.</summary>
internal sealed class Yanking(Lane lane, CrateState before, CratePackage package, bool yank) : Use(lane, before)
{
    protected override CrateState Next() => Before.With(package.Version, yank);

    public override IReadOnlyList<CratePackage> Packages => [package];

    public override Task<Answer> ActAsync() => yank
        ? Registry.Yank(package.Name, package.Version, Publisher)
        : Registry.Unyank(package.Name, package.Version, Publisher);
}

/// <summary><c>yank</c>.</summary>
internal sealed class Yank : Workflow
{
    public override string Name => "yank";

    public override string Story => "An owner yanks a version, and does it once more when that did not work.";

    public override async Task<Use> PrepareAsync(Lane lane, string name)
    {
        var (state, package) = await Publishing.FirstAsync(lane, name);
        return new Yanking(lane, state, package, yank: true);
    }
}

/// <summary><c>unyank</c>.</summary>
internal sealed class Unyank : Workflow
{
    public override string Name => "unyank";

    public override string Story => "An owner takes a yank back, and does it once more when that did not work.";

    public override async Task<Use> PrepareAsync(Lane lane, string name)
    {
        var (state, package) = await Publishing.FirstAsync(lane, name);
        await Lane.MustAsync(lane.Direct.Yank(name, package.Version, lane.Publisher));
        return new Yanking(lane, state.With(package.Version, yanked: true), package, yank: false);
    }
}
