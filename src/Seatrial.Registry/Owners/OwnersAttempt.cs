using Seatrial.Registry.Crates;

namespace Seatrial.Registry.Owners;

/// <summary>One change of a crate's owners.</summary>
internal sealed class OwnersAttempt(Site site, string crate, OwnersChange? change, CancellationToken cancel)
    : Attempt(site, cancel)
{
    public string CrateText => crate;

    /// <summary>The logins of the request, each once; empty when the body could not be read.</summary>
    public IReadOnlyList<string> Logins { get; } = [.. (change?.Logins ?? []).Where(login => login is not null)
        .Distinct(StringComparer.OrdinalIgnoreCase)];

    public override (string? Crate, string? Version) About => (crate, null);

    public CrateRecord Crate
    {
        get => field ?? throw new InvalidOperationException("The crate has not been looked up.");
        set;
    }

    /// <summary>What cargo shows to its user.</summary>
    public string Message { get; set; } = "";
}
