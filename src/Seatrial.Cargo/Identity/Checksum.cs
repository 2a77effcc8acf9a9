using System.Buffers;
using System.Security.Cryptography;

namespace Seatrial.Cargo;

/// <summary>The sha256 of an archive as the index spells it: 64 lower-case hex digits (IDX-08).</summary>
public sealed record Checksum
{
    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    private Checksum(string text) => Text = text;

    /// <summary>The 64 digits.</summary>
    public string Text { get; }

    /// <summary>The checksum of these bytes.</summary>
    public static Checksum Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return new(Convert.ToHexStringLower(hash));
    }

    /// <summary>Reads a checksum; upper case, a prefix or another length break IDX-08, since cargo compares text.</summary>
    public static Parsed<Checksum> Parse(string text) =>
        text.Length == SHA256.HashSizeInBytes * 2 && !text.AsSpan().ContainsAnyExcept(LowerHex)
            ? new Checksum(text)
            : new Violation("IDX-08", "A checksum is 64 lower-case hex digits.");

    /// <inheritdoc/>
    public override string ToString() => Text;
}
