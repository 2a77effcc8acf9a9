using System.Text;
using System.Text.Json;
using Seatrial.Cargo;

namespace Seatrial.Scenarios;

/// <summary>What came of one request: a status, headers and a body, or the reason why nothing came.</summary>
public sealed record Answer
{
    /// <summary>The request: method and URL.</summary>
    public required string Request { get; init; }

    /// <summary>The status; 0 when no answer came, so that no check on a status can hold by accident.</summary>
    public int Status { get; init; }

    /// <summary>The headers, in the order in which they came.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body, as it came over the wire.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Why no answer came.</summary>
    public string? Error { get; init; }

    /// <summary>The earlier answers that redirected here.</summary>
    public IReadOnlyList<Answer> Hops { get; init; } = [];

    /// <summary>Whether the status is 200 to 299: success for cargo (API-GEN-01).</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>Whether the body says what went wrong, in the way that cargo understands (API-GEN-02).</summary>
    public bool HasErrors => ApiBody.CheckError(Body) is null;

    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body.Span);

    /// <summary>The first header of this name; nothing when there is none.</summary>
    public string? Header(string name) =>
        Headers.FirstOrDefault(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>
    /// A value in the JSON body, by its path: <c>crate.name</c>, <c>versions.0.checksum</c>. Nothing when the body is not JSON
    /// or has no such value, so that a check on it fails instead of the tester.
    /// </summary>
    public JsonElement? Json(string path = "")
    {
        JsonElement value;
        try
        {
            using var document = JsonDocument.Parse(Body);
            value = document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }

        foreach (var part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty(part, out var member))
                value = member;
            else if (value.ValueKind == JsonValueKind.Array && int.TryParse(part, out var index) && index < value.GetArrayLength())
                value = value[index];
            else
                return null;
        }

        return value;
    }

    /// <summary>The texts at a path that ends in each element of an array: <c>users</c> and <c>login</c> give all logins.</summary>
    public IReadOnlyList<string> JsonTexts(string array, string member) =>
        Json(array) is { ValueKind: JsonValueKind.Array } elements
            ? [.. elements.EnumerateArray().Select(element =>
                element.ValueKind == JsonValueKind.Object && element.TryGetProperty(member, out var value) ? value.ToString() : "?")]
            : [];

    /// <summary>The answer in one line, for the record.</summary>
    public override string ToString()
    {
        if (Error is not null)
            return $"no answer to {Request}: {Error}";
        var text = Text.Length <= 300 ? Text : Text[..300] + "…";
        return $"{Status} to {Request}{(text.Length == 0 ? "" : $": {text.ReplaceLineEndings(" ")}")}";
    }
}
