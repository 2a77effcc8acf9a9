using System.Text;

namespace Seatrial.Reports.Page;

/// <summary>Names the places of the page that links lead to. Different ids always give different names.</summary>
internal static class Anchor
{
    public static string Scenario(string id) => Name("scenario", id);

    public static string Group(string name) => Name("group", name);

    public static string Finding(string id) => Name("finding", id);

    public static string Rule(string id) => Name("rule", id);

    public static string Sweep(string workflow) => Name("sweep", workflow);

    public static string Case(string id) => Name("case", id);

    /// <summary>The rule by which a sweep left cases out: the numbers of both on the page.</summary>
    public static string Pruned(int sweep, int reason) => Name("pruned", $"{sweep}-{reason}");

    // Letters that a fragment may hold as they are; every other one becomes its code between underscores.
    private static string Name(string kind, string id)
    {
        var name = new StringBuilder(kind).Append('-');
        foreach (var letter in id)
        {
            if (char.IsAsciiLetterOrDigit(letter) || letter is '-' or '.' or '/')
                name.Append(letter);
            else
                name.Append($"_{(int)letter:x}_");
        }

        return name.ToString();
    }
}
