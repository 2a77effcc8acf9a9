using System.Text.Json;

namespace Seatrial.Cargo;

/// <summary>Reads the members of one JSON object and notes every rule that they break.</summary>
internal sealed class JsonFields
{
    private readonly Dictionary<string, JsonElement> members = new(StringComparer.Ordinal);
    private readonly List<Violation> found;
    private readonly string place;

    private JsonFields(List<Violation> found, string place) => (this.found, this.place) = (found, place);

    /// <summary>The members of <paramref name="value"/>; null, with the rule noted, when it is no object.</summary>
    internal static JsonFields? Of(JsonElement value, List<Violation> found, string rule, string place = "")
    {
        if (value.ValueKind is not JsonValueKind.Object)
        {
            found.Add(new(rule, $"{(place.Length == 0 ? "The JSON" : place)} must be an object."));
            return null;
        }

        var fields = new JsonFields(found, place);
        foreach (var member in value.EnumerateObject())
            if (Name(member) is { } name)
                fields.members[name] = member.Value;
        return fields;
    }

    internal bool Has(string name) => members.ContainsKey(name);

    internal bool IsNullOrAbsent(string name) =>
        !members.TryGetValue(name, out var value) || value.ValueKind is JsonValueKind.Null;

    /// <summary>A string that must be there.</summary>
    internal string? Required(string name, string rule)
    {
        if (members.TryGetValue(name, out var value) && String(value) is { } text)
            return text;
        Break(rule, name, "must be a string");
        return null;
    }

    /// <summary>A string, null or nothing.</summary>
    internal string? Optional(string name, string rule)
    {
        if (IsNullOrAbsent(name))
            return null;
        if (String(members[name]) is { } text)
            return text;
        Break(rule, name, "must be a string or null");
        return null;
    }

    /// <summary>A required string that a type of the contract parses; that type names the rule unless the caller does.</summary>
    internal T? Required<T>(string name, string missing, Func<string, Parsed<T>> parse, string? invalid = null) where T : class
    {
        if (Required(name, missing) is not { } text)
            return null;
        if (parse(text).TryGet(out var value, out var broken))
            return value;
        found.Add(new(invalid ?? broken.Rule, $"{Place(name)}: {broken.Message}"));
        return null;
    }

    /// <summary>A boolean; <paramref name="absent"/> when it is not there, or null where null is allowed.</summary>
    internal bool Flag(string name, string rule, bool absent, bool nullable = false)
    {
        if (!members.TryGetValue(name, out var value) || (nullable && value.ValueKind is JsonValueKind.Null))
            return absent;
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Break(rule, name, nullable ? "must be true, false or null" : "must be true or false");
        return value.ValueKind is JsonValueKind.True;
    }

    /// <summary>A whole number from 0 to 2^32-1, null or nothing.</summary>
    internal uint? Number(string name, string rule)
    {
        if (!members.TryGetValue(name, out var value) || value.ValueKind is JsonValueKind.Null)
            return null;
        if (value.ValueKind is JsonValueKind.Number && value.TryGetUInt32(out var number))
            return number;
        Break(rule, name, "must be a whole number from 0 to 4294967295");
        return null;
    }

    /// <summary>An array of strings; null breaks the rule.</summary>
    internal IReadOnlyList<string> Strings(string name, string rule, bool required = false, bool nullable = false)
    {
        if (!members.TryGetValue(name, out var value))
        {
            if (required)
                Break(rule, name, "is missing");
            return [];
        }

        return nullable && value.ValueKind is JsonValueKind.Null ? [] : Strings(value, Place(name), rule);
    }

    /// <summary>An object that must be there.</summary>
    internal JsonFields? Object(string name, string rule) =>
        Of(members.GetValueOrDefault(name), found, rule, Place(name));

    /// <summary>The items of an array of objects.</summary>
    internal IEnumerable<JsonFields> Objects(string name, string rule)
    {
        if (!members.TryGetValue(name, out var value) || value.ValueKind is not JsonValueKind.Array)
        {
            Break(rule, name, "must be an array");
            yield break;
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
            if (Of(item, found, rule, $"{Place(name)}[{index++}]") is { } fields)
                yield return fields;
    }

    /// <summary>An object of string arrays, in the order of the text.</summary>
    internal FeatureMap Features(string name, string rule, bool required = false, bool nullable = false)
    {
        if (!members.TryGetValue(name, out var value))
        {
            if (required)
                Break(rule, name, "is missing");
            return FeatureMap.Empty;
        }

        if (nullable && value.ValueKind is JsonValueKind.Null)
            return FeatureMap.Empty;
        return Of(value, found, rule, Place(name)) is { } map
            ? new(map.members.Select(one => new KeyValuePair<string, IReadOnlyList<string>>(
                one.Key, Strings(one.Value, map.Place(one.Key), rule))))
            : FeatureMap.Empty;
    }

    /// <summary>An object of objects of strings (badges); a value of another type breaks the rule.</summary>
    internal IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> StringMaps(string name, string rule)
    {
        var maps = new OrderedDictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal);
        if (!members.TryGetValue(name, out var value) || Of(value, found, rule, Place(name)) is not { } outer)
            return maps;
        foreach (var (key, inner) in outer.members)
            if (Of(inner, found, rule, outer.Place(key)) is { } map)
                maps[key] = map.AllStrings(rule);
        return maps;
    }

    /// <summary>Notes that a member breaks a rule.</summary>
    internal void Break(string rule, string name, string why) => found.Add(new(rule, $"{Place(name)} {why}."));

    private OrderedDictionary<string, string> AllStrings(string rule)
    {
        var strings = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in members.Keys)
            if (Required(name, rule) is { } text)
                strings[name] = text;
        return strings;
    }

    private List<string> Strings(JsonElement value, string where, string rule)
    {
        var strings = new List<string>();
        var whole = value.ValueKind is JsonValueKind.Array;
        foreach (var item in whole ? value.EnumerateArray() : default)
            if (String(item) is { } text)
                strings.Add(text);
            else
                whole = false;
        if (!whole)
            found.Add(new(rule, $"{where} must be an array of strings."));
        return strings;
    }

    private string Place(string name) => place.Length == 0 ? $"'{name}'" : $"{place} '{name}'";

    private static string? String(JsonElement value) => value.ValueKind is JsonValueKind.String ? JsonText.Text(value) : null;

    // A key with half a surrogate pair names nothing that we know; cargo ignores unknown keys too (IDX-18, API-GEN-07).
    private static string? Name(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
