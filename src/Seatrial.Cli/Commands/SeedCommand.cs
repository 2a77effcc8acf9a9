using System.CommandLine;
using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;
using Npgsql;
using Seatrial.Scenarios;
using Seatrial.Worlds;
using Seatrial.Worlds.Filling;
using Seatrial.Worlds.Seeding;

namespace Seatrial.Cli.Commands;

/// <summary><c>seatrial seed</c>: fills a registry with a world.</summary>
internal sealed class SeedCommand
{
    private const int MostParallel = 64;

    // In a pipe each word is a line.
    private static readonly TimeSpan SaidEvery = TimeSpan.FromSeconds(3);

    // A publish with megabytes to a registry that is busy takes a while.
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromMinutes(2);

    private readonly Option<int> _crates = new("--crates")
    {
        Description = $"How many crates the world has, from {World.FewestCrates} to {World.MostCrates}; six times as many versions.",
        HelpName = "N",
        DefaultValueFactory = _ => 100,
    };

    private readonly Option<ulong> _seed = new("--seed") { Description = "The world's seed: the same seed gives the same world.", HelpName = "N", DefaultValueFactory = _ => 1 };

    private readonly Option<string?> _database = new("--database")
    {
        Description = "Fill this database of a reference registry in bulk: a connection string of PostgreSQL (its password in PGPASSWORD), or the path of registry.db.",
        HelpName = "CONNECTION",
    };

    private readonly Option<int> _parallel = new("--parallel")
    {
        Description = "How many crates are published at once through a registry's API.",
        HelpName = "N",
        DefaultValueFactory = _ => 8,
    };

    private readonly Option<bool> _skipIndex = new("--skip-index") { Description = "Queue no jobs that write the index files." };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what the world holds." };

    private readonly Option<bool> _json = new("--json") { Description = "Print what came of it as one line of JSON." };

    private readonly TargetOptions _target = new();

    public static Command Create()
    {
        var seed = new SeedCommand();
        seed._crates.Within(World.FewestCrates, World.MostCrates);
        seed._seed.Within(0, World.MostSeed);
        seed._parallel.Within(1, MostParallel);
        var command = new Command("seed", "Fills a registry with a world: crates, versions and users in the shape of crates.io, the same for the same seed.")
        {
            seed._crates, seed._seed, seed._database, seed._skipIndex, seed._parallel, seed._dryRun, seed._json,
        };
        seed._target.AddTo(command);
        command.SetAction(seed.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancelled)
    {
        var (target, misuse) = _target.Read(parsed, []);
        misuse ??= Where(parsed, target);
        if (misuse is not null)
            return await CommandLine.Say(misuse);
        var world = new World(parsed.GetValue(_seed), parsed.GetValue(_crates));
        await using var progress = new Progress(0);
        if (parsed.GetValue(_dryRun))
            return Say(parsed, WorldFacts.Of(world, cancelled));
        return target is null ? await BulkAsync(parsed, world, progress, cancelled) : await FillAsync(parsed, world, target, progress, cancelled);
    }

    private Misuse? Where(ParseResult parsed, Target? target)
    {
        var (database, dry) = (parsed.GetValue(_database), parsed.GetValue(_dryRun));
        if (dry && (database is not null || target is not null))
            return new Misuse("--dry-run", "a dry run fills nothing.", "Leave out --dry-run, or --database and --registry.");
        if (database is not null && target is not null)
            return new Misuse("--database", "--database and --registry are given at once.", "Keep one of them: a database is filled in bulk, a registry through its API.");
        if (database is null && target is null && !dry)
            return new Misuse("seatrial seed", "there is nothing to fill.", "Give --database CONNECTION, --registry URL with a token, or --dry-run.");
        return database is not null && !IsPostgreSql(database) && !File.Exists(database)
            ? new Misuse("--database", "is neither a connection string of PostgreSQL with a Host nor a file that is there.",
                "Write \"Host=…;Username=…;Database=…\", or the path of registry.db in a registry's data folder.")
            : null;
    }

    private static bool IsPostgreSql(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is not null;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private async Task<int> BulkAsync(ParseResult parsed, World world, Progress progress, CancellationToken cancelled)
    {
        var (database, options) = (parsed.GetValue(_database)!, new SeedOptions { WithIndex = !parsed.GetValue(_skipIndex) });
        var start = Stopwatch.GetTimestamp();
        var told = Throttled<long>(versions => progress.Say($"{versions} versions of {world.CrateCount} crates are on their way"));
        try
        {
            var seeded = IsPostgreSql(database)
                ? await PostgreSqlSeed.Fill(world, database, options, told, cancelled)
                : SqliteSeed.Fill(world, database, options, told, cancelled);
            await progress.DisposeAsync();
            if (seeded.Problem is not null)
                return await Unusable(seeded.Problem);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            Console.Out.WriteLine(parsed.GetValue(_json)
                ? JsonSerializer.Serialize(new { seed = world.Seed, crates = world.CrateCount, versions = seeded.Versions, users = world.UserCount, seconds = Math.Round(seconds, 1) })
                : $"Seeded {world.CrateCount} crates, {seeded.Versions} versions and {world.UserCount} users from seed {world.Seed} in {seconds:0.0} s.");
            return ExitCode.Kept;
        }
        catch (DbException problem)
        {
            await progress.DisposeAsync();
            return await Unusable($"the database could not be filled, and is as it was: {problem.Message}");
        }
    }

    private async Task<int> FillAsync(ParseResult parsed, World world, Target target, Progress progress, CancellationToken cancelled)
    {
        var start = Stopwatch.GetTimestamp();
        var told = Throttled<Filled>(filled => progress.Say($"{filled.Crates} of {world.CrateCount} crates: {filled.Published} versions published, {filled.There} were there"));
        using var handler = new SocketsHttpHandler();
        if (target.Roots is { } roots)
            handler.SslOptions = roots.Options();
        using var http = new HttpClient(handler) { Timeout = AnswerLimit };
        Filled filled;
        try
        {
            filled = await new RegistryFill(world, http, target.Index, target.Publisher.Token, parsed.GetValue(_parallel), TimeProvider.System).Run(told, cancelled);
        }
        catch (Exception problem) when (problem is HttpRequestException or TaskCanceledException { InnerException: TimeoutException })
        {
            filled = new(problem.Message, 0, 0, 0, 0, 0, false);
        }

        await progress.DisposeAsync();
        if (filled.Problem is not null)
            return await Unusable($"{target.Index} could not be filled: {filled.Problem}\nWhat is there stays; the same command goes on where this one ended.");
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Console.Out.WriteLine(parsed.GetValue(_json)
            ? JsonSerializer.Serialize(new Outcome(world.Seed, filled.Crates, filled.Published, filled.There, filled.Yanked, filled.Users, filled.OneUser, Math.Round(seconds, 1)), Snake)
            : $"""
                {filled.Crates} crates from seed {world.Seed}: {filled.Published} versions published, {filled.There} were there already, {filled.Yanked} yanked; in {seconds:0.0} s.
                {(filled.OneUser ? "The registry makes no users for this token: everything belongs to its user." : $"{filled.Users} users were made.")} Downloads cannot be made through the API.
                """);
        return ExitCode.Kept;
    }

    private int Say(ParseResult parsed, WorldFacts facts)
    {
        Console.Out.WriteLine(parsed.GetValue(_json) ? JsonSerializer.Serialize(facts, Snake) : $"""
            crates         {facts.Crates}
            versions       {facts.Versions}, {facts.Yanked} of them yanked
            dependencies   {facts.Dependencies}
            users          {facts.Users}
            downloads      {facts.Downloads}
            archives       {facts.ArchiveBytes / 1e6:0.0} MB
            index files    {facts.IndexBytes / 1e6:0.0} MB, the largest {facts.LargestIndexBytes / 1e6:0.0} MB
            seed           {parsed.GetValue(_seed)}
            fingerprint    {facts.Fingerprint}
            """);
        return ExitCode.Kept;
    }

    private static readonly JsonSerializerOptions Snake = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    // What is printed as JSON.
    private sealed record Outcome(ulong Seed, int Crates, long Published, long There, long Yanked, int Users, bool OneUser, double Seconds);

    private static Action<T> Throttled<T>(Action<T> say)
    {
        var last = 0L;
        return value =>
        {
            if (last != 0 && Stopwatch.GetElapsedTime(last) < SaidEvery)
                return;
            last = Stopwatch.GetTimestamp();
            say(value);
        };
    }

    private static async Task<int> Unusable(string problem)
    {
        await Console.Error.WriteLineAsync($"seatrial: {problem}");
        return ExitCode.Unusable;
    }
}
