using System.Data.Common;
using Seatrial.Registry.Sql;

namespace Seatrial.Registry.Steps;

/// <summary>Tells a dependency that failed from a bug of ours.</summary>
internal static class Outage
{
    public const string Database = "the database";
    public const string Storage = "the storage";
    public const string Edge = "the edge";

    /// <summary>
    /// Which dependency could not answer; null when the exception says that our program is wrong, or the client has
    /// gone.
    /// </summary>
    public static string? Of(Exception failure, CancellationToken cancel) => failure switch
    {
        DependencyException dependency => dependency.What,
        DbException statement => Dialect.IsOurMistake(statement) ? null : Database,
        TimeoutException => Database,
        OperationCanceledException => cancel.IsCancellationRequested ? null : Database,
        _ => null,
    };

    /// <summary>Logs a bug of ours in one line; its stack only for those who asked for debugging.</summary>
    public static void LogBug(this ILogger log, string where, Exception bug)
    {
        log.LogError("{Where}: {Reason}", where, Reason(bug));
        log.LogDebug("{Where}: {Bug}", where, bug);
    }

    /// <summary>What to log: types and messages without a stack.</summary>
    public static string Reason(Exception failure) => failure.InnerException is { } inner
        ? $"{failure.Message} ({inner.GetType().Name}: {inner.Message})"
        : $"{failure.GetType().Name}: {failure.Message}";
}
