namespace Seatrial.Registry.Tokens;

/// <summary>Who sent a request, as the token says.</summary>
/// <param name="IsAdmin">May act on every crate, create users, and see jobs and the whole audit log.</param>
/// <param name="IsService">A machine: its tokens come from administrators.</param>
/// <param name="Limits">What the token may be used for, whoever the user is.</param>
internal sealed record Caller(long UserId, string Login, bool IsAdmin, long TokenId, bool IsService, TokenLimits Limits);
