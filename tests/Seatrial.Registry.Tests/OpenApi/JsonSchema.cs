using System.Text.Json;

namespace Seatrial.Registry.Tests.OpenApi;

/// <summary>Holds JSON against a schema of one document; a keyword that it does not know is an error, so that none is ignored.</summary>
internal static class JsonSchema
{
    // Said for readers only.
    private static readonly string[] Remarks = ["description", "format", "required"];

    /// <summary>What is wrong, with its place; null when nothing is.</summary>
    public static string? Fault(JsonElement document, JsonElement schema, JsonElement value, string at = "$")
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Fault(document, Resolve(document, reference.GetString()!), value, at);
        return schema.EnumerateObject().Select(keyword => Fault(document, schema, keyword, value, at)).FirstOrDefault(fault => fault is not null);
    }

    public static JsonElement Resolve(JsonElement document, string reference) =>
        reference.Split('/').Skip(1).Aggregate(document, (element, name) => element.GetProperty(name));

    private static string? Fault(JsonElement document, JsonElement schema, JsonProperty keyword, JsonElement value, string at) => keyword.Name switch
    {
        "type" => Types(keyword.Value).Any(type => Is(type, value)) ? null : $"{at} is {value.ValueKind}, not {keyword.Value}",
        "const" => JsonElement.DeepEquals(keyword.Value, value) ? null : $"{at} is {value}",
        "enum" => keyword.Value.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)) ? null : $"{at} is {value}",
        "minItems" => value.GetArrayLength() >= keyword.Value.GetInt32() ? null : $"{at} is too short",
        "items" => value.ValueKind != JsonValueKind.Array ? null : value.EnumerateArray()
            .Select((item, i) => Fault(document, keyword.Value, item, $"{at}[{i}]")).FirstOrDefault(fault => fault is not null),
        "properties" => Properties(document, schema, keyword.Value, value, at),
        "additionalProperties" => value.ValueKind != JsonValueKind.Object ? null : value.EnumerateObject()
            .Where(member => !schema.TryGetProperty("properties", out var known) || !known.TryGetProperty(member.Name, out _))
            .Select(member => keyword.Value.ValueKind == JsonValueKind.False
                ? $"{at}.{member.Name} is not documented"
                : Fault(document, keyword.Value, member.Value, $"{at}.{member.Name}")).FirstOrDefault(fault => fault is not null),
        _ => Remarks.Contains(keyword.Name) ? null : $"the keyword {keyword.Name} is not known here",
    };

    private static string? Properties(JsonElement document, JsonElement schema, JsonElement properties, JsonElement value, string at)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return null;
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(name => name.GetString()!) : [];
        if (required.FirstOrDefault(name => !value.TryGetProperty(name, out _)) is { } missing)
            return $"{at}.{missing} is missing";
        return properties.EnumerateObject()
            .Select(one => value.TryGetProperty(one.Name, out var member) ? Fault(document, one.Value, member, $"{at}.{one.Name}") : null)
            .FirstOrDefault(fault => fault is not null);
    }

    private static IEnumerable<string> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!) : [type.GetString()!];

    private static bool Is(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => false,
    };
}
