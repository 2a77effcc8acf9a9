using System.Collections.Concurrent;
using Seatrial.Registry.Yank;

namespace Seatrial.Defects;

/// <summary>A yank looks things up in a transaction that is closed at the end, and not when something fails before.</summary>
internal static class TransactionLeftOpen
{
    public static Defect Defect { get; } = new(
        "transaction-left-open",
        "invariant I16 (a connection that is held for ever)",
        "A yank looks things up in a transaction that is closed at the end, and not when something fails before.",
        Check.Sweep("yank", "I16", "error"))
    {
        Wiring = Wiring.Standard with { Yank = Wiring.Standard.Yank.Around("look-up", Open) },
    };

    // So that nothing but its own code closes it: not the collector either.
    private static readonly ConcurrentDictionary<Transaction, bool> Opened = new();

    private static async Task<Refusal?> Open(YankAttempt attempt, Func<Task<Refusal?>> lookUp)
    {
        var transaction = await attempt.Site.Database.BeginRead(attempt.Cancel);
        Opened[transaction] = true;
        // It sees one state from its first statement on.
        await transaction.Number($"SELECT COUNT(*) FROM crates WHERE canonical = {attempt.CrateText}", attempt.Cancel);
        var refusal = await lookUp();
        await transaction.DisposeAsync();
        Opened.TryRemove(transaction, out _);
        return refusal;
    }
}
