namespace Seatrial.Load.Sessions;

/// <summary>What a load asks of a registry, by number. The last is not a request but a whole build.</summary>
public static class RegistryOperations
{
    /// <summary>The index's config.json.</summary>
    public const int Config = 0;

    /// <summary>An index file.</summary>
    public const int Index = 1;

    /// <summary>A .crate file: each answer on the way to it.</summary>
    public const int Download = 2;

    /// <summary>A search.</summary>
    public const int Search = 3;

    /// <summary>What the API knows of a crate.</summary>
    public const int Page = 4;

    /// <summary>A publish.</summary>
    public const int Publish = 5;

    /// <summary>A build from its first request to its last answer.</summary>
    public const int Build = 6;

    /// <summary>Their names, by number.</summary>
    public static IReadOnlyList<string> Names { get; } = ["config", "index", "download", "search", "page", "publish", "build"];
}
