namespace Seatrial.Scenarios.Sweeps.Workflows;

/// <summary>A change of a crate's owners.</summary>
internal sealed class Owning(Lane lane, CrateState before, CratePackage package, bool add) : Use(lane, before)
{
    protected override CrateState Next() => Before with
    {
        Owners = add
            ? [.. Before.Owners.Append(Lane.Stranger.Login!).Order(StringComparer.Ordinal)]
            : [.. Before.Owners.Where(login => login != Lane.Stranger.Login)],
        Actions = [.. Before.Actions, $"{(add ? "add-owner" : "remove-owner")} {Lane.Stranger.Login}"],
    };

    public override IReadOnlyList<CratePackage> Packages => [package];

    public override Task<Answer> ActAsync() => add
        ? Registry.AddOwner(package.Name, Lane.Stranger.Login!, Publisher)
        : Registry.RemoveOwner(package.Name, Lane.Stranger.Login!, Publisher);
}

/// <summary><c>add-owner</c>.</summary>
internal sealed class AddOwner : Workflow
{
    public override string Name => "add-owner";

    public override string Story => "An owner makes somebody else an owner too, and does it once more when that did not work.";

    public override async Task<Use> PrepareAsync(Lane lane, string name)
    {
        var (state, package) = await Publishing.FirstAsync(lane, name);
        return new Owning(lane, state, package, add: true);
    }
}

/// <summary><c>remove-owner</c>.</summary>
internal sealed class RemoveOwner : Workflow
{
    public override string Name => "remove-owner";

    public override string Story => "An owner removes another one, and does it once more when that did not work.";

    public override async Task<Use> PrepareAsync(Lane lane, string name)
    {
        var (state, package) = await Publishing.FirstAsync(lane, name);
        await Lane.MustAsync(lane.Direct.AddOwner(name, lane.Stranger.Login!, lane.Publisher));
        var two = new Owning(lane, state, package, add: true).After;
        return new Owning(lane, two, package, add: false);
    }
}
