using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using Seatrial.Bench;
using Seatrial.Worlds;
using Seatrial.Worlds.Seeding;

// A world of the size of crates.io is seeded into an empty database; then its rows, which are files by now, go into another empty database by
// psql's COPY. Both do the rest of the work in the same way: triggers off, indexes and constraints made behind the rows, ANALYZE. What is compared
// is therefore working the world out and sending it, against reading it from files and sending it. At the end the rows, indexes and constraints of
// both are held against each other. The last line is one JSON object.
const ulong Seed = 42;
var crates = args is ["--crates", var given] ? int.Parse(given, CultureInfo.InvariantCulture) : World.MostCrates;

if (Cluster.Programs is null)
{
    Console.Error.WriteLine("missing: PostgreSQL; install with: apt-get install postgresql");
    return 3;
}

await using var cluster = await Cluster.StartAsync();
await cluster.ExecuteAsync("CREATE DATABASE seeded");
await using (await Registry.StartAsync(Of("seeded")))
{
    // It makes the tables.
}

await cluster.ExecuteAsync("CREATE DATABASE copied TEMPLATE seeded");
await cluster.ExecuteAsync("CHECKPOINT");
var world = new World(Seed, crates);
var (start, rows) = (Stopwatch.GetTimestamp(), TimeSpan.Zero);
var seeded = await PostgreSqlSeed.Fill(world, Of("seeded"), new SeedOptions(), _ => rows = Stopwatch.GetElapsedTime(start));
var whole = Stopwatch.GetElapsedTime(start);
if (seeded.Problem is not null)
    throw new InvalidOperationException(seeded.Problem);
using var process = Process.GetCurrentProcess();
var memory = process.PeakWorkingSet64;
Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
    $"seeded {crates} crates, {seeded.Versions} versions in {whole.TotalSeconds:0.0} s, their rows in {rows.TotalSeconds:0.0} s; {memory >> 20} MB at most"));

var folder = Directory.CreateTempSubdirectory("seatrial-bench-").FullName;
try
{
    await PsqlAsync("seeded", [.. Table.All.Select(table => $@"\copy {Columns(table)} TO '{File(table)}'")]);
    var bytes = Table.All.Sum(table => new FileInfo(File(table)).Length);
    await cluster.ExecuteAsync("CHECKPOINT");
    Structure structure;
    await using (var connection = new NpgsqlConnection(Of("copied")))
    {
        await connection.OpenAsync();
        structure = await Structure.Of(connection, default);
    }

    start = Stopwatch.GetTimestamp();
    var times = await PsqlAsync("copied",
    [
        "BEGIN", "SET LOCAL maintenance_work_mem = '256MB'", .. structure.Drop, $"TRUNCATE {string.Join(", ", Table.All.Select(table => table.Name))}", Now,
        .. Table.All.Select(table => $@"\copy {Columns(table)} FROM '{File(table)}'"), Now,
        .. structure.Make, "COMMIT", $"ANALYZE {string.Join(", ", Table.All.Select(table => table.Name))}",
    ]);
    var copied = Stopwatch.GetElapsedTime(start);
    var copiedRows = TimeSpan.FromSeconds(times[1] - times[0]);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"copied {bytes / 1e6:0} MB of files in {copied.TotalSeconds:0.0} s, their rows in {copiedRows.TotalSeconds:0.0} s"));
    foreach (var question in Table.All.Select(table => $"SELECT COUNT(*)::TEXT || ' ' || SUM(hashtext({Texts(table)})::BIGINT)::TEXT FROM {table.Name}")
        .Append("SELECT string_agg(indexdef, ';' ORDER BY indexdef) FROM pg_indexes WHERE schemaname = 'public'")
        .Append("SELECT string_agg(conrelid::regclass || pg_get_constraintdef(oid), ';' ORDER BY conrelid::regclass::TEXT, conname) FROM pg_constraint WHERE contype IN ('p', 'u', 'f')"))
        if (await AskAsync("seeded", question) is var one && await AskAsync("copied", question) is var other && one != other)
        {
            Console.Error.WriteLine($"The databases differ: {question}\n{one}\n{other}");
            return 1;
        }

    Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["copy_ratio"] = Math.Round(copied / whole, 2),
        ["rows_ratio"] = Math.Round(copiedRows / rows, 2),
        ["seed_seconds"] = Math.Round(whole.TotalSeconds, 1),
        ["seed_rows_seconds"] = Math.Round(rows.TotalSeconds, 1),
        ["copy_seconds"] = Math.Round(copied.TotalSeconds, 1),
        ["copy_rows_seconds"] = Math.Round(copiedRows.TotalSeconds, 1),
        ["seed_memory_mb"] = memory >> 20,
        ["file_mb"] = Math.Round(bytes / 1e6),
        ["crates"] = crates,
        ["versions"] = seeded.Versions,
        ["seed"] = Seed,
        ["cores"] = Environment.ProcessorCount,
    }));
    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}

string Of(string database) => new NpgsqlConnectionStringBuilder(cluster.ConnectionString) { Database = database, Pooling = false, CommandTimeout = 0 }.ConnectionString;

string File(Table table) => Path.Combine(folder, table.Name);

static string Columns(Table table) => $"{table.Name} ({string.Join(", ", table.Columns)})";

// All values of a row, in one text.
static string Texts(Table table) => $"concat_ws('|', {string.Join(", ", table.Columns)})";

async Task<string?> AskAsync(string database, string question)
{
    await using var connection = new NpgsqlConnection(Of(database));
    await connection.OpenAsync();
    await using var command = new NpgsqlCommand(question, connection);
    return await command.ExecuteScalarAsync() as string;
}

// Runs a script and gives the numbers that it prints.
async Task<List<double>> PsqlAsync(string database, IReadOnlyList<string> lines)
{
    var script = Path.Combine(folder, "script.sql");
    // What is a command of psql ends with its line.
    await System.IO.File.WriteAllLinesAsync(script, lines.Select(line => line.StartsWith('\\') ? line : $"{line};"));
    var settings = new NpgsqlConnectionStringBuilder(cluster.ConnectionString);
    var start = new ProcessStartInfo(Path.Combine(Cluster.Programs!, "psql"),
    [
        "-X", "-q", "-t", "-A", "-v", "ON_ERROR_STOP=1", "-h", settings.Host!, "-p", settings.Port.ToString(CultureInfo.InvariantCulture), "-U", settings.Username!, "-d", database, "-f", script,
    ])
    { RedirectStandardOutput = true };
    using var psql = Process.Start(start)!;
    var output = await psql.StandardOutput.ReadToEndAsync();
    await psql.WaitForExitAsync();
    if (psql.ExitCode != 0)
        throw new InvalidOperationException($"psql ended with {psql.ExitCode}.");
    return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => double.Parse(line, CultureInfo.InvariantCulture))];
}

internal static partial class Program
{
    private const string Now = "SELECT extract(epoch FROM clock_timestamp())";
}
