namespace Seatrial.Registry.Tokens;

/// <summary>The request of a new token, in crates.io's shape.</summary>
internal sealed record NewTokenBody(NewToken? ApiToken);

/// <summary>What a token is to be called.</summary>
internal sealed record NewToken(string? Name);

/// <summary>A token without its secret.</summary>
internal sealed record TokenBody(long Id, string Name, DateTimeOffset CreatedAt);

/// <summary>All living tokens of a user.</summary>
internal sealed record TokensBody(IReadOnlyList<TokenBody> ApiTokens);

/// <summary>A new token, with its secret for the only time.</summary>
internal sealed record CreatedToken(long Id, string Name, DateTimeOffset CreatedAt, string Token);

/// <summary>The answer to a new token.</summary>
internal sealed record CreatedTokenBody(CreatedToken ApiToken);
