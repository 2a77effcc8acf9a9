namespace Seatrial.Registry.Tokens;

/// <summary>The tokens in the database.</summary>
internal sealed record TokenRecord(long Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, TokenLimits Limits)
{
    /// <summary>How many living tokens one user may have: crates.io's number.</summary>
    public const int MaxPerUser = 500;

    public const int MaxNameLength = 100;

    /// <summary>The tokens of a user that still work.</summary>
    public static Task<List<TokenRecord>> Of(SqlSession sql, long userId, long now, CancellationToken cancel) => sql.Query($"""
        SELECT t.id, t.name, t.created_at, t.last_used_at, {TokenLimits.Columns} FROM tokens t
        WHERE t.user_id = {userId} AND t.revoked_at IS NULL AND (t.expired_at IS NULL OR t.expired_at > {now}) ORDER BY t.id
        """, row => new TokenRecord(row.GetInt64(0), row.GetString(1), row.Moment(2), row.MomentOrNull(3), TokenLimits.Read(row, 4)),
        cancel);

    /// <summary>Stores a new token of a user; only its hash is kept.</summary>
    public static Task<long> Add(
        SqlSession sql, long userId, string name, string token, TokenLimits limits, long now, CancellationToken cancel) => sql.Number($"""
        INSERT INTO tokens (user_id, name, hash, created_at, endpoint_scopes, crate_scopes, expired_at)
        VALUES ({userId}, {name}, {TokenText.Hash(token)}, {now}, {limits.EndpointText}, {limits.CrateText},
            {limits.Until?.ToUnixTimeMilliseconds()})
        RETURNING id
        """, cancel);

    /// <summary>Ends a token of a user.</summary>
    /// <returns>False when it had ended already; null when the user has no such token.</returns>
    public static async Task<bool?> Revoke(SqlSession sql, long userId, long id, long now, CancellationToken cancel)
    {
        if (await sql.Number($"SELECT COUNT(*) FROM tokens WHERE id = {id} AND user_id = {userId}", cancel) == 0)
            return null;
        return await sql.Execute($"UPDATE tokens SET revoked_at = {now} WHERE id = {id} AND revoked_at IS NULL",
            cancel) == 1;
    }
}
