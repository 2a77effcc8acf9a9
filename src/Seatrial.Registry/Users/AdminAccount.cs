using Seatrial.Registry.Tokens;

namespace Seatrial.Registry.Users;

/// <summary>
/// Makes sure, at the start, that the administrator's token of this start works and those of earlier starts do not.
/// </summary>
internal static class AdminAccount
{
    public const string Login = "admin";
    private const string TokenName = "start";

    public static async Task Prepare(Database database, string token, TimeProvider clock, CancellationToken cancel)
    {
        var now = clock.Milliseconds();
        var hash = TokenText.Hash(token);
        await using var sql = await database.BeginWrite(LockKeys.User(Login), cancel);
        var id = (await UserRecord.Find(sql, Login, cancel))?.Id ?? await UserRecord.Add(sql, Login, "Administrator", admin: true, service: false, now, cancel);
        await sql.Execute($"""
            UPDATE tokens SET revoked_at = {now}
            WHERE user_id = {id} AND name = {TokenName} AND hash <> {hash} AND revoked_at IS NULL
            """, cancel);
        await sql.Execute($"""
            INSERT INTO tokens (user_id, name, hash, created_at) VALUES ({id}, {TokenName}, {hash}, {now})
            ON CONFLICT (hash) DO UPDATE SET revoked_at = NULL, expired_at = NULL, endpoint_scopes = NULL, crate_scopes = NULL
            """, cancel);
        await sql.Commit();
    }
}
