using System.Buffers;

namespace Seatrial.Cargo;

/// <summary>A crate's index file: one line for each version.</summary>
/// <param name="Lines">The lines in file order, blank ones left out; each read as cargo would.</param>
public sealed record IndexFile(IReadOnlyList<Parsed<IndexLine>> Lines)
{
    /// <summary>The versions that cargo can use: of a version listed twice the last line wins (IDX-06).</summary>
    public IEnumerable<IndexLine> Versions => Lines.Where(line => line.IsValid).Select(line => line.Value)
        .GroupBy(line => line.Version).Select(same => same.Last());

    /// <summary>Reads a file; a line that breaks a rule does not spoil the others.</summary>
    public static IndexFile Parse(ReadOnlyMemory<byte> bytes) =>
        new([.. RawLines(bytes).Select(raw => IndexLine.Parse(raw.Bytes))]);

    /// <summary>The file of these lines, each ended by a newline.</summary>
    public static byte[] Render(IEnumerable<IndexLine> lines)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var line in lines)
        {
            line.Write(output);
            output.Write("\n"u8);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>Every rule of a registry's index file that these bytes break (IDX-02 to IDX-18, IDX-21), with line numbers.</summary>
    /// <param name="bytes">The file as it was served.</param>
    /// <param name="expectedName">The spelling under which the crate was published (IDX-07).</param>
    public static IReadOnlyList<Violation> Lint(ReadOnlyMemory<byte> bytes, string expectedName) =>
        IndexLint.Check(bytes, expectedName);

    /// <summary>The lines that are not blank, without CR, spaces and newline, numbered from 1 (IDX-02).</summary>
    internal static IEnumerable<(int Number, ReadOnlyMemory<byte> Bytes)> RawLines(ReadOnlyMemory<byte> bytes)
    {
        for (var number = 1; bytes.Length > 0; number++)
        {
            var end = bytes.Span.IndexOf((byte)'\n');
            var line = (end < 0 ? bytes : bytes[..end]).Trim(" \t\r"u8);
            bytes = end < 0 ? default : bytes[(end + 1)..];
            if (line.Length > 0)
                yield return (number, line);
        }
    }
}
