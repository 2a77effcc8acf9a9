using Seatrial.Registry.Sql;
using Seatrial.Registry.Tokens;

namespace Seatrial.Registry.Steps;

/// <summary>
/// What one run of a workflow has found out so far; it is dropped, with its open transaction, at the end.
/// </summary>
/// <param name="site">What the steps may reach.</param>
/// <param name="cancel">The client has gone, or the time is up.</param>
internal abstract class Attempt(Site site, CancellationToken cancel) : IAsyncDisposable
{
    public Site Site => site;

    public CancellationToken Cancel => cancel;

    /// <summary>The step that runs now, for the log.</summary>
    public string Step { get; set; } = "";

    /// <summary>The Authorization header, if the request had one.</summary>
    public string? Authorization { get; init; }

    /// <summary>Who acts; set by the step <c>authenticate</c>.</summary>
    public Caller Caller
    {
        get => Known ?? throw new InvalidOperationException("Nobody is authenticated.");
        set => Known = value;
    }

    /// <summary>Who acts, once that is known.</summary>
    public Caller? Known { get; private set; }

    /// <summary>The crate and version as the request has them, for the audit log.</summary>
    public virtual (string? Crate, string? Version) About => default;

    /// <summary>Whether its transaction may have added jobs that other processes should hear of.</summary>
    public virtual bool AddsJobs => true;

    /// <summary>The write transaction between the steps <c>record</c> and <c>commit</c>.</summary>
    public Transaction? Transaction { get; set; }

    public ValueTask DisposeAsync() => Transaction is { } open ? open.DisposeAsync() : ValueTask.CompletedTask;
}
