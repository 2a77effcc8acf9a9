namespace Seatrial.Registry.Audit;

/// <summary>One row for each effective action, written in the action's own transaction (invariant I8).</summary>
internal static class AuditLog
{
    public static Task Write(
        SqlSession sql, long now, string actor, string action, string? crate = null, string? version = null,
        string? subject = null, CancellationToken cancel = default) => sql.Execute($"""
        INSERT INTO audit (at, actor, action, crate, version, subject)
        VALUES ({now}, {actor}, {action}, {crate}, {version}, {subject})
        """, cancel);

    public static void Write(
        SqlBatch batch, long now, string actor, string action, string? crate = null, string? version = null) =>
        batch.Execute($"""
            INSERT INTO audit (at, actor, action, crate, version) VALUES ({now}, {actor}, {action}, {crate}, {version})
            """);

    /// <summary>A page of the log in its order, of one crate or of all.</summary>
    /// <param name="refusals">Also what was refused, which is no effective action.</param>
    public static Task<List<AuditRow>> Read(
        SqlSession sql, string? crate, bool refusals, long after, int limit, CancellationToken cancel) => sql.Query($"""
        SELECT id, at, actor, action, crate, version, subject FROM audit
        WHERE id > {after} AND ({crate} IS NULL OR crate = {crate})
            AND ({refusals} OR action NOT LIKE {RefusalLog.Prefix + "%"}) ORDER BY id LIMIT {limit}
        """, row => new AuditRow(row.GetInt64(0), row.Moment(1), row.GetString(2), row.GetString(3), row.Text(4),
            row.Text(5), row.Text(6)), cancel);
}

/// <summary>Who did what, when, to which crate, version or subject.</summary>
internal sealed record AuditRow(
    long Id, DateTimeOffset At, string Actor, string Action, string? Crate, string? Version, string? Subject);

/// <summary>A page of the audit log.</summary>
internal sealed record AuditBody(IReadOnlyList<AuditRow> Audit);
