namespace Seatrial.Scenarios;

/// <summary>All scenarios, in the order in which the flows of a registry are told.</summary>
public static class Catalogue
{
    private static readonly string[] Groups = ["publish", "download", "search", "auth", "contract"];

    /// <summary>The whole catalogue. A scenario is in it by being a class of this assembly; no second list can forget it.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        .. typeof(Scenario).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Scenario)) && !type.IsAbstract)
            .Select(type => (Scenario)Activator.CreateInstance(type)!)
            .OrderBy(scenario => Array.IndexOf(Groups, scenario.Group)).ThenBy(scenario => scenario.Id, StringComparer.Ordinal),
    ];

    /// <summary>The scenarios that filters choose: ids, groups, or patterns with <c>*</c>. Without a filter all of them.</summary>
    /// <param name="filters">The filters.</param>
    /// <param name="idle">The first filter that matches nothing.</param>
    public static IReadOnlyList<Scenario> Match(IReadOnlyList<string> filters, out string? idle)
    {
        idle = filters.FirstOrDefault(filter => !All.Any(scenario => Matches(scenario, filter)));
        return filters.Count == 0 ? All : [.. All.Where(scenario => filters.Any(filter => Matches(scenario, filter)))];
    }

    private static bool Matches(Scenario scenario, string filter) =>
        scenario.Group == filter.TrimEnd('/') || System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(filter, scenario.Id);
}
