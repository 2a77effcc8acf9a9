namespace Seatrial.Registry;

/// <summary>What a process of the registry runs. Together they are the whole; apart they are replicas, workers, a storage.</summary>
[Flags]
internal enum Part
{
    None = 0,

    /// <summary>The web API, the index and the files.</summary>
    Api = 1,

    /// <summary>The runners of background jobs.</summary>
    Worker = 2,

    /// <summary>The small S3 server.</summary>
    Storage = 4,

    /// <summary>The caching edge.</summary>
    Edge = 8,

    All = Api | Worker | Storage | Edge,
}
