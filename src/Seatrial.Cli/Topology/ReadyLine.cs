using System.Text.Json.Nodes;

namespace Seatrial.Cli.Topology;

/// <summary>A served registry as one line of JSON, for programs.</summary>
internal static class ReadyLine
{
    public static string Of(RunningRegistry registry) => new JsonObject
    {
        ["event"] = "ready",
        ["topology"] = registry.Topology,
        ["registry"] = registry.Url,
        ["index"] = registry.Index,
        ["adminToken"] = registry.AdminToken,
        ["data"] = registry.Data,
        ["parts"] = new JsonArray([.. registry.Parts.Select(part => (JsonNode)new JsonObject
        {
            ["name"] = part.Name,
            ["processId"] = part.ProcessId,
            ["url"] = part.Url,
        })]),
    }.ToJsonString();
}
