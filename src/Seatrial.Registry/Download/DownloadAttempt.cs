using Seatrial.Registry.Storage;

namespace Seatrial.Registry.Download;

/// <summary>One request for an archive: by the API, which redirects, or by the edge, which gets the bytes.</summary>
internal sealed class DownloadAttempt(Site site, string crate, string version, CancellationToken cancel)
    : Attempt(site, cancel)
{
    public string CrateText => crate;

    public string VersionText => version;

    /// <summary>The version, once it was found.</summary>
    public KnownVersion? Found { get; set; }

    /// <summary>The archive; whoever answers disposes it.</summary>
    public StoredStream? Archive { get; set; }
}
