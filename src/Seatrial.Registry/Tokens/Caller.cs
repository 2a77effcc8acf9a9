namespace Seatrial.Registry.Tokens;

/// <summary>Who sent a request, as the token says.</summary>
/// <param name="IsAdmin">May act on every crate, create users, and see jobs and the whole audit log.</param>
internal sealed record Caller(long UserId, string Login, bool IsAdmin, long TokenId);
