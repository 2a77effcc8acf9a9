namespace Seatrial.Registry.Tokens;

/// <summary>The request of a new token, in crates.io's shape.</summary>
internal sealed record NewTokenBody(NewToken? ApiToken);

/// <summary>What a token is to be called, and what it is for; null for everything and for ever.</summary>
internal sealed record NewToken(
    string? Name, IReadOnlyList<string>? CrateScopes = null, IReadOnlyList<string>? EndpointScopes = null,
    DateTimeOffset? ExpiredAt = null)
{
    public TokenLimits Limits => new(EndpointScopes, CrateScopes, ExpiredAt);
}

/// <summary>A token without its secret.</summary>
internal sealed record TokenBody(
    long Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, IReadOnlyList<string>? CrateScopes,
    IReadOnlyList<string>? EndpointScopes, DateTimeOffset? ExpiredAt)
{
    public static TokenBody Of(TokenRecord one) => new(one.Id, one.Name, one.CreatedAt, one.LastUsedAt, one.Limits.Crates,
        one.Limits.Endpoints, one.Limits.Until);
}

/// <summary>All living tokens of a user.</summary>
internal sealed record TokensBody(IReadOnlyList<TokenBody> ApiTokens);

/// <summary>A new token, with its secret for the only time.</summary>
internal sealed record CreatedToken(
    long Id, string Name, DateTimeOffset CreatedAt, IReadOnlyList<string>? CrateScopes, IReadOnlyList<string>? EndpointScopes,
    DateTimeOffset? ExpiredAt, string Token);

/// <summary>The answer to a new token.</summary>
internal sealed record CreatedTokenBody(CreatedToken ApiToken);
