using System.Data.Common;

namespace Seatrial.Registry.Sql;

/// <summary>
/// Reads columns in the few shapes that the schema uses: text that may be null, and moments as Unix milliseconds.
/// </summary>
internal static class Columns
{
    public static string? Text(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    public static long? Number(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static DateTimeOffset Moment(this DbDataReader row, int column) =>
        DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    public static DateTimeOffset? MomentOrNull(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.Moment(column);

    /// <summary>Now, as the schema stores moments.</summary>
    public static long Milliseconds(this TimeProvider clock) => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
