namespace Seatrial.Registry.Tokens;

/// <summary>One creation or revocation of a token.</summary>
internal sealed class TokenAttempt(Site site, CancellationToken cancel) : Attempt(site, cancel)
{
    /// <summary>The request's body, if it could be read.</summary>
    public NewToken? Request { get; init; }

    /// <summary>Whose token it is, when an administrator deals with it; null for the caller's own.</summary>
    public string? Login { get; init; }

    /// <summary>The token to create or to revoke.</summary>
    public long Id { get; set; }

    /// <summary>The secret, shown once.</summary>
    public string Secret { get; set; } = "";
}
