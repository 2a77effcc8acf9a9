using System.Xml.Linq;

namespace Seatrial.House.Tests;

/// <summary>Holds the reference graph: the tester never references the registry, nor the registry the tester.</summary>
public sealed class ReferenceGraphTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Seatrial.Cargo"] = [],
        ["Seatrial.Record"] = [],
        ["Seatrial.Registry"] = ["Seatrial.Cargo"],
        ["Seatrial.Scenarios"] = ["Seatrial.Cargo", "Seatrial.Faults", "Seatrial.Record"],
        ["Seatrial.Reports"] = ["Seatrial.Record"],
        ["Seatrial.Worlds"] = ["Seatrial.Cargo"],
        ["Seatrial.Faults"] = ["Seatrial.Record"],
        ["Seatrial.Inside"] = [],
        ["Seatrial.Load"] = ["Seatrial.Record"],
        ["Seatrial.Cli"] = ["Seatrial.Faults", "Seatrial.Load", "Seatrial.Record", "Seatrial.Reports", "Seatrial.Scenarios", "Seatrial.Worlds"],
    };

    [Fact]
    public void Every_project_references_only_what_the_graph_allows()
    {
        var breaches = ReferenceGraph.Breaches(ReferenceGraph.Read(Checkout.Folder("src")), Allowed);
        Assert.Empty(breaches);
    }

    [Fact]
    public void A_tester_that_references_the_registry_is_a_breach()
    {
        var graph = new Dictionary<string, string[]> { ["Seatrial.Cli"] = ["Seatrial.Faults", "Seatrial.Record", "Seatrial.Registry"] };
        Assert.Equal(["Seatrial.Cli -> Seatrial.Registry"], ReferenceGraph.Breaches(graph, Allowed));
    }

    [Fact]
    public void A_project_the_graph_does_not_know_is_a_breach()
    {
        var graph = new Dictionary<string, string[]> { ["Seatrial.Extra"] = [] };
        Assert.Equal(["Seatrial.Extra is not in the graph"], ReferenceGraph.Breaches(graph, Allowed));
    }
}

/// <summary>Reads project references from the project files and compares them with an allow-list.</summary>
internal static class ReferenceGraph
{
    public static Dictionary<string, string[]> Read(string folder) =>
        Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetFileNameWithoutExtension(file),
            // What is only built first and not referenced couples nothing: the command line starts the registry as a process.
            file => XDocument.Load(file).Descendants("ProjectReference")
                .Where(reference => reference.Attribute("ReferenceOutputAssembly")?.Value != "false")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')))
                .ToArray());

    public static string[] Breaches(Dictionary<string, string[]> graph, Dictionary<string, string[]> allowed) =>
        [.. graph.SelectMany(project => !allowed.TryGetValue(project.Key, out var may)
            ? [$"{project.Key} is not in the graph"]
            : project.Value.Except(may).Select(reference => $"{project.Key} -> {reference}"))];
}
