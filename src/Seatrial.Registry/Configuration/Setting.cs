using System.Globalization;

namespace Seatrial.Registry.Configuration;

/// <summary>How the value of a setting is written in the file.</summary>
internal enum Shape
{
    Text,
    Number,
    Flag,
    List,
}

/// <summary>One thing that can be set: by a key of the file, an environment variable or an option.</summary>
/// <param name="Key">The key in the file: table, dot, name.</param>
/// <param name="Option">The option of the command line.</param>
/// <param name="Variable">The environment variable.</param>
/// <param name="Shape">How its value is written.</param>
/// <param name="Allowed">Which values it takes, to stand behind "must be".</param>
/// <param name="Meaning">What it does, in a sentence without its end.</param>
/// <param name="Show">The value in some options, as text; null when it is not set, which <paramref name="Absent"/> explains.</param>
/// <param name="Absent">What happens without it; empty when it always has a value.</param>
/// <param name="Set">The options with a value; null and why not when it is not allowed.</param>
internal sealed record Setting(
    string Key, string Option, string Variable, Shape Shape, string Allowed, string Meaning, Func<RegistryOptions, string?> Show,
    string Absent, Func<RegistryOptions, Given, (RegistryOptions? Options, string? Problem)> Set)
{
    // A secret is one line; what is larger is another file than was meant.
    private const int MaxSecretBytes = 64 * 1024;

    /// <summary>The variable that holds the secret itself, beside the one that names its file; null for what is no secret.</summary>
    public string? SecretVariable { get; init; }

    public string Table => Key[..Key.IndexOf('.', StringComparison.Ordinal)];

    /// <summary>What stands in place of the default in the reference.</summary>
    public string Default => Show(new RegistryOptions()) ?? Absent;

    public static Setting Text(
        string key, string option, string allowed, string meaning, string absent, Func<RegistryOptions, string?> show,
        Func<RegistryOptions, string, RegistryOptions?> set) =>
        new(key, option, VariableOf(option), Shape.Text, allowed, meaning, show, absent, Checked(allowed, set));

    public static Setting Number(
        string key, string option, long least, long most, string meaning, Func<RegistryOptions, long> get,
        Func<RegistryOptions, long, RegistryOptions> set)
    {
        var allowed = string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}");
        return new(key, option, VariableOf(option), Shape.Number, allowed, meaning,
            options => get(options).ToString(CultureInfo.InvariantCulture), "", Checked(allowed, (options, text) =>
                long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
                    ? set(options, number)
                    : null));
    }

    public static Setting Flag(
        string key, string option, string meaning, Func<RegistryOptions, bool> get, Func<RegistryOptions, bool, RegistryOptions> set) =>
        new(key, option, VariableOf(option), Shape.Flag, "true or false", meaning, options => get(options) ? "true" : "false", "",
            Checked("true or false", (options, text) => text is "true" or "false" ? set(options, text == "true") : null));

    public static Setting List(
        string key, string option, string allowed, string meaning, Func<RegistryOptions, IEnumerable<string>> get,
        Func<RegistryOptions, string[], RegistryOptions?> set) =>
        new(key, option, VariableOf(option), Shape.List, allowed, meaning,
            options => string.Join(',', get(options)) is { Length: > 0 } items ? items : null, "none",
            Checked(allowed, (options, text) => set(options, text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))));

    public static Setting Url(
        string key, string option, string meaning, string absent, Func<RegistryOptions, string?> show,
        Func<RegistryOptions, string, RegistryOptions> set) =>
        Text(key, option, "an http or https URL", meaning, absent, show, (options, text) =>
            Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
                ? set(options, text.TrimEnd('/'))
                : null);

    /// <summary>A path, which is relative to the folder of the file that names it, or to the working folder.</summary>
    public static Setting Path(
        string key, string option, string meaning, string absent, Func<RegistryOptions, string?> show,
        Func<RegistryOptions, string, RegistryOptions> set) =>
        new(key, option, VariableOf(option), Shape.Text, "a path", meaning, show, absent, (options, given) =>
            given.Text.Length == 0 || given.Text.Contains('\0', StringComparison.Ordinal)
                ? (null, "must be a path, not an empty one")
                : (set(options, given.Path), null));

    /// <summary>A secret: the file says in which file it lies, and a variable may hold it. It is never shown.</summary>
    public static Setting Secret(
        string key, string option, string variable, string meaning, string absent, Func<RegistryOptions, string?> get,
        Func<RegistryOptions, string, (RegistryOptions? Options, string? Problem)> set) =>
        new(key, option, $"{variable}_FILE", Shape.Text, "a readable file that holds the secret", meaning,
            options => get(options) is null ? null : "(secret)", absent, (options, given) =>
            {
                var (secret, problem) = given.IsSecret ? (given.Text, null) : ReadSecret(given.Path);
                return secret is null ? (null, problem) : set(options, secret);
            })
        { SecretVariable = variable };

    private static (string? Secret, string? Problem) ReadSecret(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxSecretBytes })
                return (null, $"must be a readable file that holds the secret: {path} has more than {MaxSecretBytes} bytes");
            return File.ReadAllText(path).Trim() is { Length: > 0 } secret
                ? (secret, null)
                : (null, $"must be a readable file that holds the secret: {path} is empty");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, $"must be a readable file that holds the secret: {failure.Message}");
        }
    }

    private static Func<RegistryOptions, Given, (RegistryOptions?, string?)> Checked(
        string allowed, Func<RegistryOptions, string, RegistryOptions?> set) => (options, given) =>
        set(options, given.Text) is { } changed ? (changed, null) : (null, $"must be {allowed}, not `{Shown(given.Text)}`");

    private static string Shown(string text) => text.Length <= 100 ? text : text[..100] + "…";

    private static string VariableOf(string option) => $"SEATRIAL_{option[2..].Replace('-', '_').ToUpperInvariant()}";
}

/// <summary>A value of a setting as somebody gave it.</summary>
/// <param name="Text">The value; the items of a list have commas between them.</param>
/// <param name="Where">The file, line and key, the variable or the option: what a message begins with.</param>
/// <param name="Folder">What a relative path begins at.</param>
/// <param name="IsSecret">Whether the text is the secret itself, and not the name of its file.</param>
internal sealed record Given(Setting Setting, string Text, string Where, string Folder, bool IsSecret = false)
{
    public string Path => System.IO.Path.GetFullPath(Text, Folder);
}
