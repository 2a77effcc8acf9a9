using Seatrial.Registry.Tokens;

namespace Seatrial.Registry.Publish;

/// <summary>The crate that a publish adds to, with what decides whether it may.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The spelling of its first publish.</param>
/// <param name="IsOwner">Whether the caller owns it.</param>
/// <param name="Max">The version that stands for it now; null when all versions were removed.</param>
/// <param name="IsMaxYanked">Whether that one is yanked: then every version is.</param>
internal sealed record PublishedCrate(long Id, string Name, bool IsOwner, CrateVersion? Max, bool IsMaxYanked)
{
    /// <summary>Asks for it, by any spelling (NAME-04).</summary>
    public static List<PublishedCrate> Find(SqlBatch batch, string canonical, Caller caller) => batch.Query($"""
        SELECT c.id, c.name, EXISTS (SELECT 1 FROM owners o WHERE o.crate_id = c.id AND o.user_id = {caller.UserId}),
            v.num, COALESCE(v.yanked, FALSE)
        FROM crates c LEFT JOIN versions v ON v.crate_id = c.id AND v.num = c.max_version WHERE c.canonical = {canonical}
        """, row => new PublishedCrate(row.GetInt64(0), row.GetString(1), row.GetBoolean(2),
            row.Text(3) is { } max ? CrateVersion.Parse(max).Value : null, row.GetBoolean(4)));

    /// <summary>The version that stands for the crate when another one is there, which is not yanked (VER-05).</summary>
    public CrateVersion MaxWith(CrateVersion added) =>
        Max is null ? added : Crates.MaxVersion.Of([(Max, IsMaxYanked), (added, false)]);
}
