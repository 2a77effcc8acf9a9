using Seatrial.Registry.Crates;

namespace Seatrial.Registry.Yank;

/// <summary>One yank or unyank of a version.</summary>
internal sealed class YankAttempt(Site site, string crate, string version, CancellationToken cancel) : Attempt(site,
    cancel)
{
    public string CrateText => crate;

    public string VersionText => version;

    public override (string? Crate, string? Version) About => (crate, version);

    public CrateRecord Crate
    {
        get => field ?? throw new InvalidOperationException("The crate has not been looked up.");
        set;
    }

    public VersionRecord Version
    {
        get => field ?? throw new InvalidOperationException("The version has not been looked up.");
        set;
    }
}
