using Seatrial.Registry.Limits;
using Seatrial.Registry.Publish;
using Seatrial.Registry.S3;

namespace Seatrial.Registry;

/// <summary>How one registry process is to run.</summary>
internal sealed record RegistryOptions
{
    /// <summary>Where everything is kept; null for a temporary folder that goes with the process.</summary>
    public string? Data { get; init; }

    /// <summary>The address that all three servers listen on.</summary>
    public string Listen { get; init; } = "127.0.0.1";

    /// <summary>Ports of the registry, the edge and the storage; 0 for any free one.</summary>
    public int Port { get; init; }

    public int EdgePort { get; init; }

    public int StoragePort { get; init; }

    /// <summary>What this process runs.</summary>
    public Part Parts { get; init; } = Part.All;

    /// <summary>How to reach PostgreSQL; null for a SQLite file among the data.</summary>
    public string? Database { get; init; }

    /// <summary>The storage's access key and its secret; null to make them, which only the process that runs the storage can.</summary>
    public string? StorageAccess { get; init; }

    public string? StorageSecret { get; init; }

    /// <summary>The bucket of the storage, and what requests to it are signed for.</summary>
    public string StorageBucket { get; init; } = "seatrial";

    public string StorageRegion { get; init; } = "us-east-1";

    public S3Key? StorageKey => StorageAccess is { } access && StorageSecret is { } secret ? new S3Key(access, secret) : null;

    /// <summary>PEM files of the certificate and its key, which make the registry and the edge https; null for http.</summary>
    public string? TlsCertificate { get; init; }

    public string? TlsKey { get; init; }

    /// <summary>What a publish must and must not have.</summary>
    public PublishPolicy Policy { get; init; } = PublishPolicy.Standard;

    /// <summary>How large a publish may be.</summary>
    public PublishLimits Limits { get; init; } = PublishLimits.Standard;

    /// <summary>How many bytes of publishes may be in memory at once.</summary>
    public long PublishMemoryBytes { get; init; } = 128L * 1024 * 1024;

    /// <summary>What a purge of the edge must carry; null to make one, which only the process that runs the edge can.</summary>
    public string? PurgeSecret { get; init; }

    /// <summary>How often things may be done; no limit for what is not named.</summary>
    public IReadOnlyList<RateLimit> RateLimits { get; init; } = [];

    /// <summary>Whether even reading needs a token (cargo's <c>auth-required</c>).</summary>
    public bool AuthRequired { get; init; }

    /// <summary>What download URLs of a private registry are signed with; null to make one, which only a single replica can.</summary>
    public string? DownloadSecret { get; init; }

    /// <summary>The administrator's token; null to make one.</summary>
    public string? AdminToken { get; init; }

    /// <summary>Stop when standard input ends, so that a parent that dies leaves nothing behind.</summary>
    public bool ExitWithStdin { get; init; }

    /// <summary>The URLs to use when something stands between the parts; null for the parts themselves.</summary>
    public RouteOptions Routes { get; init; } = new();

    /// <summary>Whether spans and metrics are sent to the collector that the environment names.</summary>
    public bool Telemetry { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What is logged, to standard error.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Warning;
}

/// <summary>
/// Where each part reaches the next, when that is not its own address: a proxy that watches the boundary, say.
/// </summary>
/// <param name="Public">The registry's API, as clients are told.</param>
/// <param name="PublicEdge">The edge, as clients are told.</param>
/// <param name="Storage">The storage, as the registry reaches it.</param>
/// <param name="Purge">The edge, as the registry reaches it.</param>
/// <param name="Origin">The registry, as the edge reaches it.</param>
/// <param name="Replica">This replica, as workers reach it.</param>
internal sealed record RouteOptions(
    string? Public = null, string? PublicEdge = null, string? Storage = null, string? Purge = null,
    string? Origin = null, string? Replica = null);
