using System.Text.Json;
using System.Text.Json.Serialization;
using Seatrial.Record;

namespace Seatrial.Scenarios;

/// <summary>
/// The rules of the contract between cargo and a registry: the file <c>Contract/rules.json</c>, each with the planted defects that
/// are known to break it.
/// </summary>
public static class RuleBook
{
    private static readonly Dictionary<string, RuleFacts> Rules = Read();

    /// <summary>All rules, in the order of the file.</summary>
    public static IReadOnlyCollection<RuleFacts> All => Rules.Values;

    /// <summary>Whether there is a rule of this id.</summary>
    public static bool Knows(string id) => Rules.ContainsKey(id);

    /// <summary>The rule of this id.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static RuleFacts Get(string id) => Rules[id];

    private static Dictionary<string, RuleFacts> Read()
    {
        using var file = typeof(RuleBook).Assembly.GetManifestResourceStream("rules.json")!;
        return JsonSerializer.Deserialize(file, RuleBookJson.Default.RuleFactsArray)!
            .ToDictionary(rule => rule.Id, rule => rule with { Defects = [.. KnownDefects.ByRule[rule.Id]] });
    }
}

/// <summary>How the rule book is read.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RuleFacts[]))]
internal sealed partial class RuleBookJson : JsonSerializerContext;
