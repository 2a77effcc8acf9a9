using System.Text;

namespace Seatrial.Cargo;

/// <summary>Where a crate's index file lies, relative to the index root (IDX-01).</summary>
public sealed record IndexPath
{
    private IndexPath(string text) => Text = text;

    /// <summary>The path with <c>/</c> between its parts and none in front.</summary>
    public string Text { get; }

    /// <summary>The path of a valid name.</summary>
    public static IndexPath Of(CrateName name) => new(For(name.Text));

    /// <summary>
    /// The path of any spelling, lower-cased in ASCII (NAME-08) and split by bytes as cargo does. A name whose second or fourth
    /// byte is inside a character, which makes cargo panic (NAME-03), gives the replacement character.
    /// </summary>
    public static string For(string name)
    {
        var lower = LowerAscii(name);
        return lower.Length == 0 ? "" : $"{Folder(lower)}/{lower}";
    }

    /// <summary>The folder part: <c>{lowerprefix}</c> for a lower-cased name, <c>{prefix}</c> for the original (CFG-09).</summary>
    internal static string Folder(string name) => Encoding.UTF8.GetByteCount(name) switch
    {
        0 => "",
        1 => "1",
        2 => "2",
        3 => $"3/{Bytes(name, 0, 1)}",
        _ => Prefix(name),
    };

    internal static string LowerAscii(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = CrateName.AsciiLower(source[i]);
    });

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string Prefix(string name) => $"{Bytes(name, 0, 2)}/{Bytes(name, 2, 4)}";

    private static string Bytes(string name, int from, int to) => Ascii.IsValid(name)
        ? name[from..to]
        : Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)[from..to]);
}
