using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Seatrial.Registry.Http;

/// <summary>Writes JSON for people to read too: backticks, quotes, plus signs and letters as they are.</summary>
/// <remarks>
/// The platform's safe encoder escapes them all, for JSON inside HTML attributes. An answer is <c>application/json</c> and is never
/// sniffed, so only what could end a script element stays escaped, for those who print an answer into one.
/// </remarks>
internal static class JsonBytes
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly SearchValues<byte> Markup = SearchValues.Create("<>&"u8);

    public static ReadOnlyMemory<byte> Of<T>(T value, JsonTypeInfo<T> type)
    {
        var written = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(written, Relaxed))
            JsonSerializer.Serialize(writer, value, type);
        return written.WrittenSpan.ContainsAny(Markup) ? Escape(written.WrittenSpan) : written.WrittenMemory;
    }

    // In JSON these three stand only inside strings, where an escape means the same.
    private static ReadOnlyMemory<byte> Escape(ReadOnlySpan<byte> json)
    {
        var safe = new ArrayBufferWriter<byte>(json.Length + 64);
        for (var at = json.IndexOfAny(Markup); at >= 0; at = json.IndexOfAny(Markup))
        {
            safe.Write(json[..at]);
            safe.Write(json[at] switch { (byte)'<' => "\\u003C"u8, (byte)'>' => "\\u003E"u8, _ => "\\u0026"u8 });
            json = json[(at + 1)..];
        }

        safe.Write(json);
        return safe.WrittenMemory;
    }
}
