namespace Seatrial.Scenarios;

/// <summary>Gets a token from where the user keeps it.</summary>
public static class Token
{
    /// <summary>Longer than any token seen; a file that is larger is something else.</summary>
    private const int MaxCharacters = 16_384;

    /// <summary>Reads a token.</summary>
    /// <param name="kind"><c>token</c>, <c>token-env</c> or <c>token-file</c>.</param>
    /// <param name="text">The token, the name of an environment variable, or the path of a file.</param>
    /// <param name="where">Where that stands, for the message.</param>
    /// <param name="folder">What a relative path is relative to.</param>
    public static (string? Token, Misuse? Misuse) Read(string kind, string text, string where, string folder) => kind switch
    {
        "token-env" => Environment.GetEnvironmentVariable(text) is { Length: > 0 } value
            ? Check(value, where)
            : (null, new Misuse(where, $"the environment variable {text} is not set.", $"Set it: export {text}=…")),
        "token-file" => ReadFile(Path.Combine(folder, text), where),
        _ => Check(text, where),
    };

    private static (string?, Misuse?) ReadFile(string path, string where)
    {
        try
        {
            return new FileInfo(path) is { Length: > MaxCharacters }
                ? (null, new Misuse(where, $"{path} is too long for a token.", "Put the token alone into the file."))
                : Check(File.ReadAllText(path).Trim(), where);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return (null, new Misuse(where, $"the token cannot be read: {problem.Message}", "Give the path of a readable file that holds the token."));
        }
    }

    // What cargo refuses to send (AUTH-02), a tester must not send either; the token itself stays out of the message.
    private static (string?, Misuse?) Check(string token, string where) =>
        token.Length > 0 && token.All(character => character is (>= ' ' and <= '~') or '\t')
            ? (token, null)
            : (null, new Misuse(where, "the token is empty, or holds characters other than printable ASCII (AUTH-02).", "Check what it was copied from."));
}
