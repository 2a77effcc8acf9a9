using System.Text.Json.Serialization;

namespace Seatrial.Record;

/// <summary>Where two components meet. Every crossing, check and finding belongs to one.</summary>
[JsonConverter(typeof(KebabCase<Boundary>))]
public enum Boundary
{
    /// <summary>Cargo, or the tester in its place, and the registry.</summary>
    ClientRegistry,

    /// <summary>The registry and its database.</summary>
    RegistryDatabase,

    /// <summary>The registry and its object storage.</summary>
    RegistryStorage,

    /// <summary>The registry and the CDN in front of its index and files.</summary>
    RegistryCdn,

    /// <summary>The registry and its background jobs.</summary>
    RegistryJobs,

    /// <summary>The registry and what watches it.</summary>
    RegistryMonitoring,
}
