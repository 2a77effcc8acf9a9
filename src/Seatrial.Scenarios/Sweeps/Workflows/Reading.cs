using Seatrial.Cargo;

namespace Seatrial.Scenarios.Sweeps.Workflows;

/// <summary>A read: nothing changes, and a failing dependency must not make the registry tell a lie.</summary>
internal abstract class ReadingUse(Lane lane, CrateState before, CratePackage package) : Use(lane, before)
{
    protected override CrateState Next() => Before;

    public override IReadOnlyList<CratePackage> Packages => [package];

    protected CratePackage Package => package;
}

/// <summary><c>download</c>.</summary>
internal sealed class Download : Workflow
{
    public override string Name => "download";

    public override string Story => "Cargo downloads a version that it has not seen before, and once more when that did not work; both are counted.";

    public override async Task<Use> PrepareAsync(Lane lane, string name)
    {
        var (state, package) = await Publishing.FirstAsync(lane, name);
        return new Downloading(lane, state, package, lane.Client);
    }

    /// <summary>A download by one way or the other, and what must be counted.</summary>
    internal sealed class Downloading(Lane lane, CrateState before, CratePackage package, Registry by) : ReadingUse(lane, before, package)
    {
        /// <summary>The reference registry writes its counts once a second.</summary>
        private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(2.5);

        private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

        private int _whole, _asked;

        public override async Task<Answer> ActAsync()
        {
            _asked++;
            var answer = await by.Download(Package);
            if (answer.Status == 200)
                _whole++;
            return answer;
        }

        public override string? Wrong(Answer answer) =>
            Checksum.Of(answer.Body.Span) == Package.Checksum ? null : $"the bytes are not those that were uploaded ({answer.Body.Length} bytes)";

        public override async Task<bool> IsSettledAsync(CancellationToken cancelled) =>
            Lane.Database is not { Statements.Downloads: not null } database || await CountedAsync(database, cancelled) >= _whole;

        // What a killed process had not written is lost, which is stated; nothing is ever counted twice.
        public override async Task CheckAsync(IReadOnlyList<Answer> answers, Look look, CancellationToken cancelled)
        {
            if (Lane.Database is not { Statements.Downloads: not null } database)
                return;
            var counted = await LastAsync(database, answers.Count > 1 ? Afterwards : TimeSpan.Zero, cancelled);
            var least = Lane.WasKilled ? 0 : _whole;
            look.That("I10", "each download is counted once", counted >= least && counted <= _asked, least == _asked ? $"{_asked}" : $"{least} to {_asked}", $"{counted}");
        }

        // What is written twice is written later the second time: when the registry writes its counts again.
        private async Task<long> LastAsync(Stores.DatabaseStore database, TimeSpan atMost, CancellationToken cancelled)
        {
            var (clock, counted) = (Lane.Watch.Clock, await CountedAsync(database, cancelled));
            for (var start = clock.GetTimestamp(); counted <= _asked && clock.GetElapsedTime(start) < atMost; counted = await CountedAsync(database, cancelled))
                await Task.Delay(Glance, clock, cancelled);
            return counted;
        }

        private async Task<long> CountedAsync(Stores.DatabaseStore database, CancellationToken cancelled) =>
            long.TryParse((await database.TextsAsync(database.Statements.Downloads!, CrateName.Canonicalize(Before.Name), cancelled))[0], out var counted) ? counted : -1;
    }
}

/// <summary><c>flush-counts</c>: how the counts of downloads get into the database.</summary>
internal sealed class FlushCounts : Workflow
{
    public override string Name => "flush-counts";

    public override string Story => "The registry writes down the downloads that it has counted since it last did; the download itself is not swept.";

    public override async Task<Use> PrepareAsync(Lane lane, string name)
    {
        var (state, package) = await Publishing.FirstAsync(lane, name);
        return new Download.Downloading(lane, state, package, lane.Direct);
    }
}

/// <summary><c>search</c>.</summary>
internal sealed class Search : Workflow
{
    public override string Name => "search";

    public override string Story => "Somebody searches for a crate by its name, and once more when that did not work.";

    public override async Task<Use> PrepareAsync(Lane lane, string name)
    {
        var (state, package) = await Publishing.FirstAsync(lane, name);
        return new Searching(lane, state, package);
    }

    private sealed class Searching(Lane lane, CrateState before, CratePackage package) : ReadingUse(lane, before, package)
    {
        public override Task<Answer> ActAsync() => Registry.Search($"q={Package.Name}&per_page=10");

        public override string? Wrong(Answer answer) => answer.JsonTexts("crates", "name") is [var first, ..] && first == Package.Name
            ? null : "the crate that was searched for is not the first that was found";
    }
}
