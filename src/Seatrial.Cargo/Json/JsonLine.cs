using System.Buffers;
using System.Text;

namespace Seatrial.Cargo;

/// <summary>
/// Writes compact JSON byte for byte as cargo and crates.io do. The platform's writer escapes more than they do, and what is
/// published must be comparable byte by byte (the captured frames prove it).
/// </summary>
internal sealed class JsonLine
{
    // What must be escaped inside a string: the quote, the backslash and the C0 controls, nothing else.
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (char)c), '"', '\\']);

    private readonly ArrayBufferWriter<byte> output;
    private bool comma;

    internal JsonLine(ArrayBufferWriter<byte> output) => this.output = output;

    internal JsonLine Object(string? name = null) => Open(name, "{"u8);

    internal JsonLine EndObject() => Close("}"u8);

    internal JsonLine Array(string? name = null) => Open(name, "["u8);

    internal JsonLine EndArray() => Close("]"u8);

    internal JsonLine Text(string? name, string? value)
    {
        Before(name);
        if (value is null)
            output.Write("null"u8);
        else
            Quote(value);
        return After();
    }

    internal JsonLine TextIfAny(string name, string? value) => value is null ? this : Text(name, value);

    internal JsonLine Flag(string name, bool value)
    {
        Before(name);
        output.Write(value ? "true"u8 : "false"u8);
        return After();
    }

    internal JsonLine Number(string name, uint value)
    {
        Before(name);
        value.TryFormat(output.GetSpan(10), out var written);
        output.Advance(written);
        return After();
    }

    internal JsonLine Texts(string? name, IReadOnlyList<string> values)
    {
        Array(name);
        foreach (var value in values)
            Text(null, value);
        return EndArray();
    }

    internal JsonLine Features(string name, IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> features)
    {
        Object(name);
        foreach (var (feature, values) in features)
            Texts(feature, values);
        return EndObject();
    }

    private JsonLine Open(string? name, ReadOnlySpan<byte> bracket)
    {
        Before(name);
        output.Write(bracket);
        comma = false;
        return this;
    }

    private JsonLine Close(ReadOnlySpan<byte> bracket)
    {
        output.Write(bracket);
        return After();
    }

    private JsonLine After()
    {
        comma = true;
        return this;
    }

    private void Before(string? name)
    {
        if (comma)
            output.Write(","u8);
        if (name is null)
            return;
        Quote(name);
        output.Write(":"u8);
    }

    private void Quote(ReadOnlySpan<char> text)
    {
        output.Write("\""u8);
        for (var at = text.IndexOfAny(Escaped); at >= 0; at = text.IndexOfAny(Escaped))
        {
            Encoding.UTF8.GetBytes(text[..at], output);
            Escape(text[at]);
            text = text[(at + 1)..];
        }

        Encoding.UTF8.GetBytes(text, output);
        output.Write("\""u8);
    }

    private void Escape(char c)
    {
        output.Write("\\"u8);
        switch (c)
        {
            case '"': output.Write("\""u8); break;
            case '\\': output.Write("\\"u8); break;
            case '\b': output.Write("b"u8); break;
            case '\f': output.Write("f"u8); break;
            case '\n': output.Write("n"u8); break;
            case '\r': output.Write("r"u8); break;
            case '\t': output.Write("t"u8); break;
            default:
                output.Write("u00"u8);
                output.Write([(byte)(c < 0x10 ? '0' : '1'), "0123456789abcdef"u8[c & 0xf]]);
                break;
        }
    }
}
