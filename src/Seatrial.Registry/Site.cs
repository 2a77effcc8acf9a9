using Seatrial.Registry.Download;
using Seatrial.Registry.Edge;
using Seatrial.Registry.Index;
using Seatrial.Registry.Jobs;
using Seatrial.Registry.Limits;
using Seatrial.Registry.Monitoring;
using Seatrial.Registry.Private;
using Seatrial.Registry.Publish;
using Seatrial.Registry.Storage;

namespace Seatrial.Registry;

/// <summary>Everything that the steps of one registry process may reach.</summary>
internal sealed record Site
{
    public required Database Database { get; init; }
    public required ObjectStorage Storage { get; init; }
    public required EdgePurge EdgePurge { get; init; }
    public required IndexLease IndexLease { get; init; }
    public required IndexCache IndexCache { get; init; }
    public required IndexHolds IndexHolds { get; init; }
    public required Addresses Addresses { get; init; }
    public required TimeProvider Clock { get; init; }
    public required ILogger Log { get; init; }
    public required Measures Measures { get; init; }
    public PublishLimits Limits { get; init; } = PublishLimits.Standard;
    public PublishPolicy Policy { get; init; } = PublishPolicy.Standard;
    public required PublishMemory PublishMemory { get; init; }
    public RateLimits RateLimits { get; init; } = RateLimits.None;

    /// <summary>What makes the registry private; null when everybody may read.</summary>
    public Privacy? Privacy { get; init; }

    /// <summary>Whether requests come through a proxy of ours, which says in X-Forwarded-For whom it heard.</summary>
    public bool BehindProxy { get; init; }

    public JobSignal JobSignal { get; init; } = new();
    public KnownVersions KnownVersions { get; } = new();
    public Tokens.TokenUses TokenUses { get; } = new();
    public DownloadCounter DownloadCounter { get; } = new();
}

/// <summary>
/// The public URLs, without trailing slashes; a port that was left open is known only after the start.
/// </summary>
internal sealed class Addresses
{
    /// <summary>The API, as clients reach it.</summary>
    public string Registry { get; set; } = "";

    /// <summary>The edge, as clients reach it.</summary>
    public string Edge { get; set; } = "";

    /// <summary>What users write into cargo's configuration.</summary>
    public string Index => $"sparse+{Edge}/index/";
}
