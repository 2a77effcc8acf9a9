using Npgsql;

namespace Seatrial.Worlds.Seeding;

/// <summary>
/// The triggers, constraints and indexes of the tables of a world, as PostgreSQL itself describes them: the statements that take them away, and
/// those that make them again the same. Triggers work out one row at a time what a world knows already.
/// </summary>
/// <param name="Drop">In the order in which they can be dropped.</param>
/// <param name="Make">In the order in which they can be made.</param>
internal sealed record Structure(IReadOnlyList<string> Drop, IReadOnlyList<string> Make)
{
    public static async Task<Structure> Of(NpgsqlConnection connection, CancellationToken cancel)
    {
        var tables = string.Join(", ", Table.All.Select(table => $"'{table.Name}'::regclass"));
        // Foreign keys of other tables on these, too: they need the keys.
        var constraints = await Read(connection, $"""
            SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname),
                format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid))
            FROM pg_constraint WHERE contype IN ('p', 'u', 'f') AND (conrelid IN ({tables}) OR confrelid IN ({tables}))
            ORDER BY contype = 'f' DESC, conrelid::regclass::TEXT, conname
            """, cancel);
        var indexes = await Read(connection, $"""
            SELECT format('DROP INDEX %s', indexrelid::regclass), pg_get_indexdef(indexrelid) FROM pg_index
            WHERE indrelid IN ({tables}) AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u'))
            ORDER BY indexrelid
            """, cancel);
        var triggers = await Read(connection, $"""
            SELECT DISTINCT format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname), format('ALTER TABLE %s ENABLE TRIGGER %I', tgrelid::regclass, tgname)
            FROM pg_trigger WHERE NOT tgisinternal AND tgenabled = 'O' AND tgrelid IN ({tables})
            """, cancel);
        return new([.. triggers.Concat(constraints).Concat(indexes).Select(one => one.Drop)],
            [.. indexes.Concat(constraints.AsEnumerable().Reverse()).Concat(triggers).Select(one => one.Make)]);
    }

    private static async Task<List<(string Drop, string Make)>> Read(NpgsqlConnection connection, string question, CancellationToken cancel)
    {
        var found = new List<(string, string)>();
        await using var command = new NpgsqlCommand(question, connection);
        await using var row = await command.ExecuteReaderAsync(cancel);
        while (await row.ReadAsync(cancel))
            found.Add((row.GetString(0), row.GetString(1)));
        return found;
    }
}
