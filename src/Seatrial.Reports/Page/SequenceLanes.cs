using Seatrial.Record;
using Seatrial.Reports.Sweeps;

namespace Seatrial.Reports.Page;

/// <summary>The lanes of a sequence diagram from left to right: who uses the registry, its processes, and what these ask.</summary>
internal sealed class SequenceLanes
{
    private const string Client = "client";

    private const string Cdn = "CDN";

    // More processes than any topology has; what a record names beyond them shares the last lane.
    private const int MaxLanes = 9;

    private const int Margin = 75, Between = 175, Widest = 1000, Narrowest = 560;

    private readonly List<string> _names;

    public SequenceLanes(IReadOnlyList<CaseCrossing> crossings)
    {
        string[] users = [.. crossings.Where(each => each.Boundary == Boundary.ClientRegistry).Select(each => each.Side).DefaultIfEmpty(Client).Distinct()];
        string[] sides = [.. crossings.Select(each => each.Side).Where(side => side != CaseWording.Edge).Where(side => !users.Contains(side)).Distinct()];
        User = users[0];
        Registry = sides.FirstOrDefault(side => side.StartsWith("registry", StringComparison.Ordinal)) ?? sides.FirstOrDefault() ?? "registry";
        var asked = crossings.Where(each => each.Boundary != Boundary.ClientRegistry).OrderBy(each => each.Boundary)
            .Select(each => each.Boundary == Boundary.RegistryCdn ? Cdn : each.Boundary.Asked(each.Side));
        _names = [.. users.Append(Registry).Concat(sides).Concat(asked).Distinct().Take(MaxLanes)];
        Width = Math.Clamp((2 * Margin) + ((_names.Count - 1) * Between), Narrowest, Widest);
    }

    /// <summary>The lanes' names.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The lane of the user, and the lane of the process that answers the user.</summary>
    public string User { get; }

    /// <summary>The lane of the process that answers the user.</summary>
    public string Registry { get; }

    /// <summary>The width of the diagram.</summary>
    public int Width { get; }

    /// <summary>The distance between two lanes.</summary>
    public int Gap => (Width - (2 * Margin)) / Math.Max(1, _names.Count - 1);

    /// <summary>Where a lane is.</summary>
    public int X(string name) => Margin + ((_names.IndexOf(name) is var place and >= 0 ? place : _names.Count - 1) * Gap);

    /// <summary>The lane of who asks; the edge is the CDN, whether it asks or is asked.</summary>
    public static string Asks(CaseCrossing crossing) => crossing.Side == CaseWording.Edge ? Cdn : crossing.Side;

    /// <summary>The lane of who is asked.</summary>
    public string Asked(CaseCrossing crossing) => crossing.Boundary.Asked(crossing.Side) is var asked && asked == "registry" ? Registry : asked;
}
