namespace Seatrial.Scenarios;

/// <summary>Something that a registry, or the machine, may lack. Each is probed before the scenarios run.</summary>
public enum Capability
{
    /// <summary>config.json names a web API, and the run has a token for it.</summary>
    Publish,

    /// <summary>Versions can be yanked and unyanked.</summary>
    Yank,

    /// <summary>Owners can be listed and changed.</summary>
    Owners,

    /// <summary>Crates can be searched for.</summary>
    Search,

    /// <summary>The API tells about one crate: <c>GET /api/v1/crates/{name}</c>, in the shape of crates.io.</summary>
    CrateFacts,

    /// <summary>A user can make and revoke tokens: <c>/api/v1/me/tokens</c>, in the shape of crates.io.</summary>
    Tokens,

    /// <summary>There is a second user, named in the target file or made by the registry on request.</summary>
    OtherUser,

    /// <summary>Each action is kept in an audit log that can be read.</summary>
    Audit,

    /// <summary>Real cargo is installed on this machine.</summary>
    Cargo,
}
