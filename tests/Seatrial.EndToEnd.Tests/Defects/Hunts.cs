using System.Collections.Concurrent;
using Seatrial.Scenarios.Races;

namespace Seatrial.EndToEnd.Tests.Defects;

/// <summary>All hunts of this run: one for each defect, and the same commands against the registry as it is.</summary>
public sealed class Hunts : IAsyncLifetime
{
    /// <summary>Names the only defect that is looked for, while one is being written.</summary>
    public const string OnlyVariable = "SEATRIAL_DEFECT";

    // Registries mostly wait, for their own pauses and those of the tester.
    private const int AtOnce = 2;

    private readonly ConcurrentDictionary<string, Hunt> _done = new();

    internal static IReadOnlyList<PlantedDefect> Planted { get; } = Environment.GetEnvironmentVariable(OnlyVariable) is { Length: > 0 } only
        ? [.. PlantedDefect.All.Where(defect => only.Split(',').Contains(defect.Name))]
        : PlantedDefect.All;

    /// <summary>The workflows that are swept, each with all kinds of faults that are done to it in any hunt.</summary>
    internal static IReadOnlyDictionary<string, IReadOnlyList<string>> Swept { get; } = Planted.Where(defect => defect.Verb == "sweep")
        .GroupBy(defect => defect.Subject).ToDictionary(same => same.Key, same => (IReadOnlyList<string>)[.. same.SelectMany(defect => defect.Faults).Distinct()]);

    /// <summary>The scenarios that are run.</summary>
    internal static IReadOnlyList<string> Scenarios { get; } = [.. Planted.Where(defect => defect.Verb == "run").Select(defect => defect.Subject).Distinct()];

    /// <summary>The histories that are made, each with what it is made with.</summary>
    internal static IReadOnlyDictionary<string, HistoryOptions> Histories { get; } = Planted.Where(defect => defect.Verb == "history")
        .DistinctBy(defect => defect.Command).ToDictionary(defect => defect.Command, defect => defect.Made);

    internal Hunt this[string name] => _done[name];

    public async ValueTask InitializeAsync()
    {
        string[] standard = [Path.Combine(Build.Output("Seatrial.Registry"), "seatrial-registry"), "serve"];
        // The clean sweeps first, since they run to their ends.
        (string Name, Func<Task<Hunt>> Begin)[] hunts =
        [
            .. Swept.Select(one => (one.Key, (Func<Task<Hunt>>)(() => Hunt.Sweep(standard, one.Key, one.Value, null)))),
            .. Histories.Select(one => (one.Key, (Func<Task<Hunt>>)(() => Hunt.ForHistory(standard, one.Value, null)))),
            .. Planted.Select(defect => (defect.Name, (Func<Task<Hunt>>)(() => Hunt.For(defect)))),
        ];
        await Parallel.ForEachAsync(hunts, new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (hunt, _) => _done[hunt.Name] = await hunt.Begin());
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
