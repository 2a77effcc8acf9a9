using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Seatrial.Registry.Sql;

/// <summary>Brings the schema forward: numbered files, applied once each, in order.</summary>
/// <remarks>
/// Each is one transaction, with the row that says that it was applied: stopped at any moment it is whole or not there, and the next start goes
/// on with it. All processes do them under one lock. Writers of the version before wait meanwhile, so that nothing slips in between what a
/// migration derives from the rows and the triggers that keep it; readers go on.
/// </remarks>
internal static class Migrations
{
    /// <summary>Applies what is missing.</summary>
    /// <param name="last">The number to stop at, which only tests need.</param>
    /// <returns>The numbers that were applied now.</returns>
    /// <exception cref="InvalidOperationException">An applied migration has been edited since: the schema is not what
    /// the code believes.</exception>
    public static async Task<IReadOnlyList<int>> Apply(Database database, TimeProvider clock, CancellationToken cancel, int last = int.MaxValue)
    {
        var all = All(database.Dialect).Where(one => one.Number <= last).ToArray();
        var added = new List<int>();
        while (await Next(database, all, added, clock, cancel))
        {
            // One after the other.
        }

        return added;
    }

    /// <summary>The migrations of a dialect, in order: embedded files named <c>dialect/0001-what.sql</c>.</summary>
    public static IEnumerable<Migration> All(Dialect dialect) =>
        typeof(Migrations).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(dialect.Name + "/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new Migration(NumberOf(name), Read(name)));

    // Whether there may be more. An empty database gets all at once: there is nothing to wait for, and nothing to lose.
    private static async Task<bool> Next(
        Database database, IReadOnlyList<Migration> all, List<int> added, TimeProvider clock, CancellationToken cancel)
    {
        await using var transaction = await database.BeginMigration(cancel);
        await transaction.Execute(
            $"CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, hash TEXT NOT NULL, applied_at BIGINT NOT NULL)", cancel);
        var applied = (await transaction.Query(
            $"SELECT number, hash FROM migrations", row => (Number: row.GetInt32(0), Hash: row.GetString(1)), cancel))
            .ToDictionary(row => row.Number, row => row.Hash);
        if (all.FirstOrDefault(one => applied.TryGetValue(one.Number, out var hash) && hash != one.Hash) is { } edited)
            throw new InvalidOperationException($"Migration {edited.Number} was edited after it was applied.");
        var missing = all.Where(one => !applied.ContainsKey(one.Number)).ToArray();
        if (missing.Length == 0)
            return false;
        if (applied.Count > 0 && database.Dialect.StopWriters is { } stop)
            await transaction.Execute(stop, cancel);
        var now = missing.Take(applied.Count == 0 ? missing.Length : 1).ToArray();
        foreach (var migration in now)
            await Run(transaction, migration, clock, cancel);
        await transaction.Commit();
        added.AddRange(now.Select(one => one.Number));
        return now.Length < missing.Length;
    }

    private static async Task Run(Transaction transaction, Migration migration, TimeProvider clock, CancellationToken cancel)
    {
        var script = new SqlText(0, 0);
        script.AppendLiteral(migration.Script);
        await transaction.Execute(script, cancel);
        await transaction.Execute(
            $"INSERT INTO migrations VALUES ({migration.Number}, {migration.Hash}, {clock.Milliseconds()})", cancel);
    }

    private static int NumberOf(string name) =>
        int.Parse(name.AsSpan(name.IndexOf('/', StringComparison.Ordinal) + 1, 4), CultureInfo.InvariantCulture);

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Migrations).Assembly.GetManifestResourceStream(name)!,
            Encoding.UTF8);
        return reader.ReadToEnd();
    }
}

/// <summary>One numbered step of the schema.</summary>
internal sealed record Migration(int Number, string Script)
{
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Script)));
}
