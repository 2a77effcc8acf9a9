using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Npgsql;
using Seatrial.Bench;

// The registry's own API over a database of the size of crates.io. Two clients ask at once; each kind of question is asked in turn, after
// two rounds that do not count. The last line is one JSON object.
const int Seed = 42;
const int Crates = 250_000;
const int Versions = 1_500_000;
const int Asked = 200;
const int Clients = 2;

if (Cluster.Programs is null)
{
    Console.Error.WriteLine("missing: PostgreSQL; install with: apt-get install postgresql");
    return 3;
}

await using var cluster = await Cluster.StartAsync();
var start = Stopwatch.GetTimestamp();
await SeedAsync();
var seeded = Stopwatch.GetElapsedTime(start);
start = Stopwatch.GetTimestamp();
await using var registry = await Registry.StartAsync(cluster.ConnectionString);
var migrated = Stopwatch.GetElapsedTime(start);
Console.WriteLine($"{Environment.ProcessorCount} cores; {Crates} crates, {Versions} versions, seed {Seed}: seeded in {seeded.TotalSeconds:0} s, migrated in {migrated.TotalSeconds:0} s");
await cluster.ExecuteAsync(Script("seed-categories.sql"));
// What autovacuum does within minutes.
await cluster.ExecuteAsync("VACUUM ANALYZE");
var (popular, versioned) = (await NameAsync("SELECT name FROM reverse_dependencies GROUP BY name ORDER BY COUNT(*) DESC LIMIT 1"),
    await NameAsync("SELECT name FROM crates WHERE num_versions >= 1000 ORDER BY num_versions LIMIT 1"));

using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
var worstOf = new Dictionary<string, double> { ["search"] = 0, ["other_scripts"] = 0, ["lists"] = 0 };
// Once everything, for the compiler and the connections.
foreach (var queries in Queries.All)
    await AskAsync(Paths(queries), Clients * queries.Paths.Length);
Console.WriteLine($"{"",-32} {"p50 ms",8} {"p99 ms",8}");
foreach (var queries in Queries.All)
{
    var paths = Paths(queries);
    await AskAsync(paths, 2 * Clients * paths.Length);
    var times = await AskAsync(paths, Asked);
    var (median, worst) = (Quantile(times, 0.5), Quantile(times, 0.99));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{queries.Kind,-32} {median,8:0.0} {worst,8:0.0}"));
    worstOf[queries.Group] = Math.Max(worstOf[queries.Group], worst);
}

Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object>
{
    ["search_p99_ms"] = Math.Round(worstOf["search"], 1),
    ["other_scripts_p99_ms"] = Math.Round(worstOf["other_scripts"], 1),
    ["lists_p99_ms"] = Math.Round(worstOf["lists"], 1),
    ["seed_seconds"] = Math.Round(seeded.TotalSeconds),
    ["migrate_seconds"] = Math.Round(migrated.TotalSeconds),
    ["crates"] = Crates,
    ["versions"] = Versions,
    ["seed"] = Seed,
    ["cores"] = Environment.ProcessorCount,
}));
return 0;

string[] Paths(Queries queries) => [.. queries.Paths.Select(path => registry.Url + path
    .Replace("{popular}", $"/api/v1/crates/{popular}", StringComparison.Ordinal)
    .Replace("{versioned}", $"/api/v1/crates/{versioned}", StringComparison.Ordinal))];

// The data comes first, then every migration but the first.
async Task SeedAsync()
{
    var first = Resource("0001-start.sql");
    await cluster.ExecuteAsync(first);
    await cluster.ExecuteAsync("CREATE TABLE migrations (number INTEGER PRIMARY KEY, hash TEXT NOT NULL, applied_at BIGINT NOT NULL)");
    await cluster.ExecuteAsync("INSERT INTO migrations VALUES (1, $1, 0)", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(first))));
    await cluster.ExecuteAsync(Script("seed.sql"));
    await cluster.ExecuteAsync("VACUUM ANALYZE");
}

async Task<string> NameAsync(string question)
{
    await using var connection = new NpgsqlConnection(cluster.ConnectionString + ";Pooling=false");
    await connection.OpenAsync();
    await using var command = new NpgsqlCommand(question, connection);
    return (string)(await command.ExecuteScalarAsync())!;
}

async Task<List<double>> AskAsync(string[] paths, int times)
{
    var (taken, next) = (new List<double>(), -1);
    await Task.WhenAll(Enumerable.Range(0, Clients).Select(async _ =>
    {
        for (var at = Interlocked.Increment(ref next); at < times; at = Interlocked.Increment(ref next))
        {
            var asked = Stopwatch.GetTimestamp();
            using var answer = await http.GetAsync(paths[at % paths.Length]);
            await answer.Content.ReadAsByteArrayAsync();
            if (!answer.IsSuccessStatusCode)
                throw new InvalidOperationException($"{paths[at % paths.Length]} answered {(int)answer.StatusCode}");
            lock (taken)
                taken.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }
    }));
    return taken;
}

static double Quantile(List<double> values, double q) => values.Order().ElementAt((int)Math.Min(values.Count - 1, q * values.Count));

static string Script(string name) => Resource(name)
    .Replace("{seed}", $"{Seed}", StringComparison.Ordinal)
    .Replace("{crates}", $"{Crates}", StringComparison.Ordinal)
    .Replace("{versions}", $"{Versions}", StringComparison.Ordinal);

static string Resource(string name)
{
    using var reader = new StreamReader(typeof(Queries).Assembly.GetManifestResourceStream(name)!);
    return reader.ReadToEnd();
}
