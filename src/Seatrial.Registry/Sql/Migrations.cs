using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Seatrial.Registry.Sql;

/// <summary>Brings the schema forward: numbered files, applied once each, all under one write lock.</summary>
internal static class Migrations
{
    /// <summary>Applies what is missing.</summary>
    /// <returns>The numbers that were applied now.</returns>
    /// <exception cref="InvalidOperationException">An applied migration has been edited since: the schema is not what
    /// the code believes.</exception>
    public static async Task<IReadOnlyList<int>> Apply(Database database, TimeProvider clock, CancellationToken cancel)
    {
        await using var transaction = await database.BeginWrite(LockKeys.Migrations, cancel);
        await transaction.Execute(
            $"CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, hash TEXT NOT NULL, applied_at BIGINT NOT NULL)", cancel);
        var applied = (await transaction.Query(
            $"SELECT number, hash FROM migrations", row => (Number: row.GetInt32(0), Hash: row.GetString(1)), cancel))
            .ToDictionary(row => row.Number, row => row.Hash);
        var added = new List<int>();
        foreach (var migration in All(database.Dialect))
            if (await Apply(transaction, migration, applied, clock, cancel))
                added.Add(migration.Number);
        await transaction.Commit();
        return added;
    }

    /// <summary>The migrations of a dialect, in order: embedded files named <c>dialect/0001-what.sql</c>.</summary>
    public static IEnumerable<Migration> All(Dialect dialect) =>
        typeof(Migrations).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(dialect.Name + "/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => new Migration(NumberOf(name), Read(name)));

    private static async Task<bool> Apply(
        Transaction transaction, Migration migration, Dictionary<int, string> applied, TimeProvider clock,
            CancellationToken cancel)
    {
        if (applied.TryGetValue(migration.Number, out var hash))
            return hash == migration.Hash ? false
                : throw new InvalidOperationException($"Migration {migration.Number} was edited after it was applied.");
        var script = new SqlText(0, 0);
        script.AppendLiteral(migration.Script);
        await transaction.Execute(script, cancel);
        await transaction.Execute(
            $"INSERT INTO migrations VALUES ({migration.Number}, {migration.Hash}, {clock.Milliseconds()})", cancel);
        return true;
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
