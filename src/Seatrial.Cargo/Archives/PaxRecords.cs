using System.Buffers.Text;
using System.Text;

namespace Seatrial.Cargo;

/// <summary>The records of a pax header. Two readers may disagree on them, so that they may only repeat what the entry says (M25).</summary>
internal sealed class PaxRecords
{
    private string? malformed;
    private long? size;

    /// <summary>The path that takes the place of the header's.</summary>
    internal byte[]? Path { get; private set; }

    internal static PaxRecords Read(byte[]? bytes)
    {
        var records = new PaxRecords();
        for (ReadOnlySpan<byte> rest = bytes; rest.Length > 0;)
            rest = records.One(rest);
        return records;
    }

    /// <summary>What is wrong with these records for an entry whose header claims this size.</summary>
    internal Violation? Broken(long headerSize)
    {
        if (malformed is not null)
            return new("M25", malformed);
        return size is { } claimed && claimed != headerSize
            ? new("M25", $"A pax header says {claimed} bytes, the entry's own header {headerSize}.")
            : null;
    }

    // A record is "LENGTH key=value\n", and its length counts all of that.
    private ReadOnlySpan<byte> One(ReadOnlySpan<byte> rest)
    {
        if (!Utf8Parser.TryParse(rest, out int length, out var digits) || length <= digits || length > rest.Length
            || rest[digits] != ' ' || rest[length - 1] != '\n')
            return Malformed();
        var record = rest[digits..(length - 1)].TrimStart((byte)' ');
        var equal = record.IndexOf((byte)'=');
        if (equal < 1)
            return Malformed();
        Take(Encoding.UTF8.GetString(record[..equal]), record[(equal + 1)..]);
        return rest[length..];
    }

    private ReadOnlySpan<byte> Malformed()
    {
        malformed = "A pax header cannot be read.";
        return default;
    }

    private void Take(string key, ReadOnlySpan<byte> value)
    {
        if (key is "path")
            Path = value.ToArray();
        else if (key is "size")
            size = Utf8Parser.TryParse(value, out long number, out var used) && used == value.Length ? number : -1;
        else if (key is "linkpath" || key.StartsWith("GNU.sparse", StringComparison.Ordinal))
            malformed = $"A pax header with '{key}' makes the entry something other than a file.";
    }
}
