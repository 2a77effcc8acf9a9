using System.Text.Json;
using System.Text.Json.Nodes;

namespace Seatrial.Reports;

/// <summary>Writes JSON documents: indented, line feeds only, and ASCII only, so that no terminal can be made to obey them.</summary>
internal static class JsonText
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true, NewLine = "\n" };

    public static string Write(JsonObject document) => document.ToJsonString(Options) + "\n";

    public static JsonArray ArrayOf<T>(IEnumerable<T> items, Func<T, JsonNode?> write) => [.. items.Select(write)];
}
