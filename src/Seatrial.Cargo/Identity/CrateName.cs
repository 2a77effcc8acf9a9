namespace Seatrial.Cargo;

/// <summary>A crate's name in the strict profile that crates.io holds (NAME-02).</summary>
public sealed record CrateName
{
    /// <summary>NAME-02: crates.io's cap, which also keeps storage keys short (NAME-09).</summary>
    public const int MaxLength = 64;

    private CrateName(string text) => (Text, Canonical) = (text, Canonicalize(text));

    /// <summary>The name as it was spelled.</summary>
    public string Text { get; }

    /// <summary>ASCII lower case with <c>-</c> as <c>_</c>: two names that share it are one crate (NAME-04).</summary>
    public string Canonical { get; }

    /// <summary>Where the crate's index file lies (IDX-01).</summary>
    public IndexPath IndexPath => IndexPath.Of(this);

    /// <summary>Reads a name; breaks NAME-02 or, outside ASCII, NAME-03.</summary>
    public static Parsed<CrateName> Parse(string text)
    {
        if (text.Length is 0 or > MaxLength)
            return new Violation("NAME-02", $"A crate name has 1 to {MaxLength} characters, this has {text.Length}.");
        if (!System.Text.Ascii.IsValid(text))
            return new Violation("NAME-03", "A crate name is ASCII only: others can crash cargo.");
        if (!char.IsAsciiLetter(text[0]))
            return new Violation("NAME-02", $"Crate name '{text}' must start with a letter.");
        return text.AsSpan().ContainsAnyExcept(NameCharacters.Crate)
            ? new Violation("NAME-02", $"Crate name '{text}' may hold only letters, digits, '-' and '_'.")
            : new CrateName(text);
    }

    /// <summary>The spelling that decides uniqueness (NAME-04); ASCII only, so that no culture can bend it (NAME-08).</summary>
    public static string Canonicalize(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = source[i] is '-' ? '_' : AsciiLower(source[i]);
    });

    /// <summary>True for names of Windows devices, in any spelling: Windows could not unpack such a crate (NAME-07, CRATE-12).</summary>
    public static bool IsDevice(string text) => ReservedNames.Devices.Contains(Canonicalize(text));

    /// <summary>True for names of the compiler's own crates, in any spelling (NAME-07).</summary>
    public static bool IsOfToolchain(string text) => ReservedNames.Toolchain.Contains(Canonicalize(text));

    /// <inheritdoc/>
    public override string ToString() => Text;

    internal static char AsciiLower(char c) => c is >= 'A' and <= 'Z' ? (char)(c | 0x20) : c;
}
