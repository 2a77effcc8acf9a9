namespace Seatrial.Registry.Tokens;

/// <summary>
/// Reads the Authorization header as cargo and people send it: the bare token, or <c>Bearer</c> and the token
/// (AUTH-08).
/// </summary>
internal static class AuthorizationHeader
{
    private const string Bearer = "Bearer";

    /// <summary>The token text, or why there is none.</summary>
    public static (string? Token, Refusal? Refusal) Read(string? header)
    {
        if (string.IsNullOrWhiteSpace(header))
            return (null, Refusal.Forbidden("this action requires authentication"));
        var text = header.Trim();
        var space = text.IndexOfAny([' ', '\t']);
        if (space < 0)
            return Ascii(text) ? (text, null) : (null, Malformed);
        return text[..space].Equals(Bearer, StringComparison.OrdinalIgnoreCase) && Ascii(text)
            ? (text[(space + 1)..].Trim(), null)
            : (null, Malformed);
    }

    private static Refusal Malformed { get; } = new(
        StatusCodes.Status401Unauthorized, "the Authorization header must hold a token, alone or behind `Bearer`");

    private static bool Ascii(string text) => System.Text.Ascii.IsValid(text);
}
