using Seatrial.Registry.Crates;

namespace Seatrial.Registry.Publish;

/// <summary>One publish: <c>PUT /api/v1/crates/new</c>.</summary>
/// <param name="readBody">Reads the body within the limits, or says why not.</param>
internal sealed class PublishAttempt(
    Site site, Func<PublishLimits, Task<(byte[]? Body, Refusal? Refusal)>> readBody, CancellationToken cancel)
    : Attempt(site, cancel)
{
    public Func<PublishLimits, Task<(byte[]? Body, Refusal? Refusal)>> ReadBody => readBody;

    private PublishFrame? _frame;

    public PublishFrame Frame
    {
        get => _frame ?? throw new InvalidOperationException("The frame has not been read.");
        set => _frame = value;
    }

    public override (string? Crate, string? Version) About => (_frame?.Metadata.Name.Text, _frame?.Metadata.Version.Text);

    public Checksum Checksum
    {
        get => field ?? throw new InvalidOperationException("The archive has not been validated.");
        set;
    }

    /// <summary>The crate, when it was published before, as last seen.</summary>
    public PublishedCrate? Crate { get; set; }

    public string LimitedAction =>
        Crate is null ? Limits.LimitedActions.PublishNew : Limits.LimitedActions.PublishUpdate;

    /// <summary>The crate's words, as last seen.</summary>
    public CrateWords Words
    {
        get => field ?? throw new InvalidOperationException("The crate has not been looked up.");
        set;
    }

    /// <summary>The version that is already there under this name and version (VER-02).</summary>
    public VersionRecord? Existing { get; set; }

    /// <summary>No other publish ran here when this one came.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Ends when the index shows the version, or soon.</summary>
    public Task Shown { get; set; } = Task.CompletedTask;

    public PublishMetadata Metadata => Frame.Metadata;

    /// <summary>The same publish again: the same bytes under the same version, after an answer that was lost.</summary>
    public bool IsRepeated =>
        Existing is { } there && there.Checksum == Checksum.Text && there.Num == Metadata.Version.Text;
}
