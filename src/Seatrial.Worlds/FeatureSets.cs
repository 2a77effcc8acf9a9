using Seatrial.Cargo;

namespace Seatrial.Worlds;

/// <summary>The features of ordinary crates: a few that turn each other on, and some for optional dependencies.</summary>
internal static class FeatureSets
{
    private const int WithFeaturesPermille = 350;
    private const int NewSyntaxPermille = 500;

    public static FeatureMap Of(ulong seed, int crate, IEnumerable<PublishDependency> dependencies)
    {
        var chance = new Chance(seed, Topic.Features, crate);
        var names = new List<string>();
        if (chance.Permille(WithFeaturesPermille))
        {
            names.Add("std");
            for (var left = chance.Within(chance.Doublings(450, 4)); left > 0; left--)
                if ($"with-{chance.Of(Words.Trade)}" is var name && !names.Contains(name))
                    names.Add(name);
        }

        // An optional dependency is a feature of its own, unless one names it with the syntax of cargo 1.60.
        var named = chance.Permille(NewSyntaxPermille);
        var list = new List<KeyValuePair<string, IReadOnlyList<string>>>();
        if (names.Count > 0)
            list.Add(new("default", ["std"]));
        foreach (var (at, name) in names.Index())
            list.Add(new(name, at < 2 ? [] : [names[chance.Below(at)]]));
        if (named)
            foreach (var optional in dependencies.Where(one => one.Optional).Select(one => one.Alias ?? one.Name.Text).Distinct())
                list.Add(new($"use_{optional}", [$"dep:{optional}"]));
        return list.Count == 0 ? FeatureMap.Empty : new FeatureMap(list);
    }
}
