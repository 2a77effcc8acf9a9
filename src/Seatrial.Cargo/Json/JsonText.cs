using System.Text.Json;
using System.Text.Unicode;

namespace Seatrial.Cargo;

/// <summary>Reads JSON as strictly as cargo does: UTF-8, no byte order mark, no comments, no key twice, no lone surrogates.</summary>
internal static class JsonText
{
    /// <summary>serde_json's own recursion limit: deeper input is refused by cargo too.</summary>
    private const int MaxDepth = 128;

    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    /// <summary>The document, which the caller disposes; breaks <paramref name="rule"/>.</summary>
    internal static Parsed<JsonDocument> Read(ReadOnlyMemory<byte> bytes, string rule)
    {
        if (!Utf8.IsValid(bytes.Span))
            return new Violation(rule, "The JSON is not valid UTF-8.");
        try
        {
            return JsonDocument.Parse(bytes, Options);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second one is how the parser reports a key with half a surrogate pair.
            return new Violation(rule, $"Not JSON: {FirstSentence(e.Message)}");
        }
    }

    /// <summary>The text of a string value; null when it holds half a surrogate pair, which is no text.</summary>
    internal static string? Text(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // The parser appends positions and paths that help no sender.
    private static string FirstSentence(string message) =>
        message.IndexOf(". ", StringComparison.Ordinal) is var end and > 0 ? message[..(end + 1)] : message;
}
