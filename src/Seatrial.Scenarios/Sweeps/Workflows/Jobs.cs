namespace Seatrial.Scenarios.Sweeps.Workflows;

/// <summary>
/// A background job of a crate, run once more when all is done: what happens after each end that was in doubt. At-least-once is
/// safe only if the second run changes nothing, whatever fails in it.
/// </summary>
internal abstract class Job : Workflow
{
    /// <summary>How the registry adds the job; null when it is not said.</summary>
    protected abstract string? Statement(Stores.DatabaseStatements statements);

    public override string? Impossible(Lane lane) =>
        lane.Database is { } database && Statement(database.Statements) is not null ? null : $"nobody says how the job {Name} is added to this registry's queue";

    public override async Task<Use> PrepareAsync(Lane lane, string name)
    {
        var (state, package) = await Publishing.FirstAsync(lane, name);
        return new Queued(lane, state, package, lane.Database!, Statement(lane.Database!.Statements)!);
    }

    // Past the faults: the job is swept here, and not who asks for it.
    private sealed class Queued(Lane lane, CrateState before, CratePackage package, Stores.DatabaseStore database, string statement) : ReadingUse(lane, before, package)
    {
        public override async Task<Answer> ActAsync()
        {
            await database.TextsAsync(statement, Cargo.CrateName.Canonicalize(Before.Name), CancellationToken.None);
            return new Answer { Request = statement, Status = 200 };
        }
    }
}

/// <summary><c>update-index</c>: the job that writes a crate's index file.</summary>
internal sealed class UpdateIndex : Job
{
    public override string Name => "update-index";

    public override string Story => "The job that writes a crate's index file runs once more, as after an end that was in doubt.";

    protected override string? Statement(Stores.DatabaseStatements statements) => statements.AddIndexJob;
}

/// <summary><c>purge-edge</c>: the job by which the CDN forgets a crate.</summary>
internal sealed class PurgeEdge : Job
{
    public override string Name => "purge-edge";

    public override string Story => "The job by which the CDN forgets a crate's index file runs once more, as after an end that was in doubt.";

    protected override string? Statement(Stores.DatabaseStatements statements) => statements.AddPurgeJob;
}
