using Seatrial.Record;

namespace Seatrial.Scenarios;

/// <summary>What all trials of a run share.</summary>
internal sealed record TrialContext
{
    public required Target Target { get; init; }

    public required ProbeResult Probe { get; init; }

    public required HttpMessageInvoker Http { get; init; }

    public required FoundCargo? Cargo { get; init; }

    public required RecordWriter Record { get; init; }

    public required Secrets Secrets { get; init; }

    public required TimeProvider Clock { get; init; }

    public required ulong Seed { get; init; }

    /// <summary>What every crate name of the run starts with; see <see cref="RunStarted.Namespace"/>.</summary>
    public required string Namespace { get; init; }

    /// <summary>A number for each scenario, so that names stay short (NAME-02 allows 64 characters).</summary>
    public required IReadOnlyDictionary<string, int> Ordinals { get; init; }
}
