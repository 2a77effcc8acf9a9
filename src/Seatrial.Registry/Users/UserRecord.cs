namespace Seatrial.Registry.Users;

/// <summary>A user in the database.</summary>
internal sealed record UserRecord(long Id, string Login)
{
    public const int MaxLoginLength = 64;

    public static Refusal Unknown { get; } = Refusal.NotFound("there is no such user");

    /// <summary>Finds a user; logins differ in more than case.</summary>
    public static Task<UserRecord?> Find(SqlSession sql, string login, CancellationToken cancel) => sql.Find(
        $"SELECT id, login FROM users WHERE canonical = {Canonical(login)}", row =>
            new UserRecord(row.GetInt64(0), row.GetString(1)), cancel);

    public static Task<long> Add(
        SqlSession sql, string login, string? name, bool admin, bool service, long now, CancellationToken cancel) => sql.Number($"""
        INSERT INTO users (login, canonical, name, is_admin, is_service, created_at)
        VALUES ({login}, {Canonical(login)}, {name}, {admin}, {service}, {now}) RETURNING id
        """, cancel);

    /// <summary>Logins stand in URLs and messages: letters, digits and a few signs, never only signs.</summary>
    public static bool IsLogin(string? login) => login is { Length: > 0 and <= MaxLoginLength }
        && char.IsAsciiLetterOrDigit(login[0])
            && login.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    /// <summary>The spelling under which a login is found and locked.</summary>
    public static string Canonical(string login) => login.ToLowerInvariant();
}
