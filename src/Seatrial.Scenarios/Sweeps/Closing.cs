using Seatrial.Cargo;
using Seatrial.Record;

namespace Seatrial.Scenarios.Sweeps;

/// <summary>
/// What is looked at once, when all cases of a lane have been run: what would be too much for each, and matters after hundreds
/// of faults all the more.
/// </summary>
internal static class Closing
{
    private const int PageSize = 50;
    private const int MostPages = 400;
    private const int MostLogBytes = 64 << 20;

    /// <summary>Looks.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="prefix">What the names of all crates of the sweep begin with.</param>
    /// <param name="secrets">What must stand in no log.</param>
    /// <param name="cargo">Real cargo; absent when there is none, and the look with it is left out.</param>
    /// <param name="record">Takes what was seen.</param>
    /// <param name="clock">The run's clock.</param>
    /// <param name="cancelled">Ends the wait.</param>
    public static async Task CheckAsync(Lane lane, string prefix, Secrets secrets, FoundCargo? cargo, Action<RecordEvent> record, TimeProvider clock, CancellationToken cancelled)
    {
        var crates = await PagesAsync(lane, prefix, record);
        if (cargo is not null && crates.Count > 0)
            await ResolveAsync(lane, crates, cargo, record, clock, cancelled);
        foreach (var log in lane.Logs.Where(File.Exists))
            await LogAsync(log, secrets, record, cancelled);
    }

    // I13: page by page, as a reader would.
    private static async Task<IReadOnlyList<string>> PagesAsync(Lane lane, string prefix, Action<RecordEvent> record)
    {
        var (names, total) = (new List<string>(), -1L);
        for (var page = 1; page <= MostPages; page++)
        {
            var answer = await lane.Direct.Search($"q={prefix}&sort=alpha&per_page={PageSize}&page={page}");
            if (answer.Status != 200)
                break;
            total = answer.Json("meta.total")?.GetInt64() ?? -1;
            var found = answer.JsonTexts("crates", "name");
            names.AddRange(found);
            if (found.Count < PageSize)
                break;
        }

        var distinct = names.Distinct().Count();
        Say(record, "I13: all pages of a search together are the total, without duplicates", total == names.Count && distinct == names.Count,
            $"{total} names, each once", $"{names.Count} names, {distinct} of them different", Boundary.ClientRegistry);
        return [.. names.Distinct()];
    }

    // I14: a package that depends on everything that is not yanked, resolved and downloaded by real cargo.
    private static async Task ResolveAsync(Lane lane, IReadOnlyList<string> crates, FoundCargo cargo, Action<RecordEvent> record, TimeProvider clock, CancellationToken cancelled)
    {
        var wanted = new List<string>();
        foreach (var crate in crates)
            if ((await lane.Direct.Lines(crate)).LastOrDefault(line => !line.Yanked) is { } line)
                wanted.Add($"{crate} = {{ version = \"={line.Version.Text}\", registry = \"{CargoHome.RegistryName}\" }}");
        using var home = new CargoHome(cargo, lane.Direct.IndexUrl, null, clock, _ => { }, cancelled);
        var fetched = await home.Run(home.Package("closing", "0.1.0", $"[dependencies]\n{string.Join('\n', wanted)}\n"), "fetch");
        Say(record, "I14: real cargo resolves, downloads and verifies every version that is not yanked", fetched.ExitCode == 0,
            $"{wanted.Count} crates fetched", fetched.ExitCode == 0 ? $"{wanted.Count} crates fetched" : fetched.Errors, Boundary.ClientRegistry);
    }

    // I15. The line that tells a parent process where everything is holds secrets on purpose, and is no log line.
    private static async Task LogAsync(string log, Secrets secrets, Action<RecordEvent> record, CancellationToken cancelled)
    {
        var length = new FileInfo(log).Length;
        var leaks = 0;
        if (length <= MostLogBytes)
            await foreach (var line in File.ReadLinesAsync(log, cancelled))
                if (!line.StartsWith("{\"event\":\"ready\"", StringComparison.Ordinal) && secrets.Hide(line) != line)
                    leaks++;
        Say(record, $"I15: no secret stands in {Path.GetFileName(log)}", leaks == 0 && length <= MostLogBytes, "no line with a secret",
            length > MostLogBytes ? $"the log has {length} bytes and was not read" : $"{leaks} lines with a secret", Boundary.RegistryMonitoring);
    }

    private static void Say(Action<RecordEvent> record, string check, bool passed, string expected, string actual, Boundary boundary) =>
        record(new Checked { Check = check, Passed = passed, Expected = expected, Actual = actual, Rules = [], Boundary = boundary });
}
