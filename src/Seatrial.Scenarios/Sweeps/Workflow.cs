using Seatrial.Cargo;
using Seatrial.Faults;
using Seatrial.Scenarios.Sweeps.Stores;

namespace Seatrial.Scenarios.Sweeps;

/// <summary>A fixed piece of use whose crossings can be recorded and swept.</summary>
internal abstract class Workflow
{
    /// <summary>Its name in commands and ids: lower case with hyphens.</summary>
    public abstract string Name { get; }

    /// <summary>What the user does in it, in one sentence.</summary>
    public abstract string Story { get; }

    /// <summary>Why it cannot be done on a lane; null when it can.</summary>
    public virtual string? Impossible(Lane lane) => null;

    /// <summary>Makes what the workflow starts from, with names of its own. Nothing of this is swept.</summary>
    public abstract Task<Use> PrepareAsync(Lane lane, string name);

    /// <summary>All workflows, in the order of the reports.</summary>
    public static IReadOnlyList<Workflow> All { get; } =
    [
        new Workflows.Publish(), new Workflows.PublishUpdate(), new Workflows.Yank(), new Workflows.Unyank(), new Workflows.AddOwner(),
        new Workflows.RemoveOwner(), new Workflows.CreateToken(), new Workflows.RevokeToken(), new Workflows.Download(), new Workflows.Search(),
        new Workflows.UpdateIndex(), new Workflows.PurgeEdge(), new Workflows.FlushCounts(),
    ];

    /// <summary>The workflow of this name; null when there is none.</summary>
    public static Workflow? Named(string name) => All.FirstOrDefault(workflow => workflow.Name == name);
}

/// <summary>One use of a workflow, with names of its own: what is done, and what all stores must hold before and after.</summary>
internal abstract class Use(Lane lane, CrateState before)
{
    /// <summary>The registry that is used.</summary>
    public Lane Lane => lane;

    /// <summary>What all stores hold before it, and again when it was not done.</summary>
    public CrateState Before => before;

    /// <summary>What all stores must hold when it was done. The same object each time, so that a state is told by its identity.</summary>
    public CrateState After => field ??= Next();

    /// <summary>Works out the state after it.</summary>
    protected abstract CrateState Next();

    /// <summary>Everything that is published under the crate's name, sooner or later.</summary>
    public virtual IReadOnlyList<CratePackage> Packages => [];

    /// <summary>What is named anew in this use; a crate's name stands in statements, keys and paths.</summary>
    public virtual Names Names => NamesOf(before.Name, Packages);

    /// <summary>What a crate and its archives are called in recordings.</summary>
    internal static Names NamesOf(string crate, IReadOnlyList<CratePackage> packages) =>
        new([(crate, "{crate}"), (IndexPath.For(crate), "{path}"), .. packages.SelectMany(Spellings)]);

    // Under its hash alone, or below folders of its first digits, whether or not a proxy has shortened the hash before.
    private static IEnumerable<(string, string)> Spellings(CratePackage package)
    {
        var hash = package.Checksum.Text;
        var folders = $"{hash[..2]}/{hash[2..4]}/";
        return [(hash, "{sha256}"), (folders + hash, "{sha256}"), (folders + "{sha256}", "{sha256}")];
    }

    /// <summary>Does it, as a user would, and gives what the user is told. Doing it a second time is the user's retry.</summary>
    public abstract Task<Answer> ActAsync();

    /// <summary>Whether an answer to the retry says that there is nothing left to do, as the first attempt was in effect done.</summary>
    public virtual bool SaysDoneBefore(Answer again) => false;

    /// <summary>What is wrong with an answer that says that it was done: what a reader got is not what was asked for.</summary>
    public virtual string? Wrong(Answer answer) => null;

    /// <summary>Whether all that follows by itself has happened, beyond the queue that every workflow waits for.</summary>
    public virtual Task<bool> IsSettledAsync(CancellationToken cancelled) => Task.FromResult(true);

    /// <summary>What only this workflow promises; asked after the fault and after the retry.</summary>
    /// <param name="answers">What the user has been told so far.</param>
    /// <param name="look">Counts what was looked at, and takes what did not hold.</param>
    /// <param name="cancelled">Ends the wait.</param>
    public virtual Task CheckAsync(IReadOnlyList<Answer> answers, Look look, CancellationToken cancelled) => Task.CompletedTask;

    /// <summary>The user whose token is used.</summary>
    protected User Publisher => lane.Publisher;

    /// <summary>The registry as the user reaches it: through whatever fault lies there.</summary>
    protected Registry Registry => lane.Client;
}
