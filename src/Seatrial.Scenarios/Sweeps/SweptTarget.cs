using System.Net;
using Seatrial.Scenarios.Sweeps.Stores;

namespace Seatrial.Scenarios.Sweeps;

/// <summary>What a target file says of a registry that is to be swept: where our proxies are to stand, and how its stores are looked into.</summary>
public sealed record SweptTarget
{
    /// <summary>Where the database is, and on which port our proxy is to stand before it; absent when that boundary is not swept.</summary>
    public (IPEndPoint Upstream, int Listen)? Database { get; init; }

    /// <summary>A connection string for looking into the database, which leads past our proxy.</summary>
    public string? Connection { get; init; }

    /// <summary>How the registry keeps what is looked at.</summary>
    public DatabaseStatements? Statements { get; init; }

    /// <summary>Where the object storage is, and on which port our proxy is to stand before it; absent when that boundary is not swept.</summary>
    public (IPEndPoint Upstream, int Listen)? StorageProxy { get; init; }

    /// <summary>How the storage is looked into.</summary>
    public StorageFacts? Storage { get; init; }
}
