using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace Seatrial.Inside.Data;

/// <summary>Does one act of an application on its database, after the tester was told, and as the tester says.</summary>
internal static class Crossing
{
    /// <summary>Tells the tester, and does the act as it says.</summary>
    /// <param name="on">Where.</param>
    /// <param name="what">What kind of act it is.</param>
    /// <param name="texts">Its statements.</param>
    /// <param name="patience">How long the application would wait for the database.</param>
    /// <param name="sync">Whether the application called a blocking method; then nothing here is asynchronous.</param>
    /// <param name="act">Does it with the driver, blocking or not.</param>
    /// <param name="keep">Called when what the act uses must outlive the application's use of it.</param>
    /// <param name="cancelled">The application has given up.</param>
    public static async ValueTask<T> Run<T>(TappedConnection on, Asked what, string[] texts, TimeSpan patience, bool sync,
        Func<bool, CancellationToken, ValueTask<T>> act, Action? keep, CancellationToken cancelled)
    {
        if (on.Fault is { } broken)
            throw broken;
        cancelled.ThrowIfCancellationRequested();
        using var report = on.Tester.Arrive(what, on.TransactionNumber, texts);
        if (report is null)
            return await act(sync, cancelled).ConfigureAwait(false);
        var word = await NextAsync(report, on, patience, sync, cancelled).ConfigureAwait(false);
        var result = word.What is Message.Go or 0
            ? await act(sync, cancelled).ConfigureAwait(false)
            : await UnderFaultAsync(report, word, on, what, patience, sync, act, keep, cancelled).ConfigureAwait(false);
        if (what == Asked.Execute && texts is [var text])
            NoteTyped(on, text);
        return result;
    }

    [SuppressMessage("Design", "CA1031", Justification = "What the driver throws is held, and thrown when the tester says so.")]
    private static async ValueTask<T> UnderFaultAsync<T>(Report report, Word word, TappedConnection on, Asked what, TimeSpan patience, bool sync,
        Func<bool, CancellationToken, ValueTask<T>> act, Action? keep, CancellationToken cancelled)
    {
        var (isDone, result, failure) = (false, default(T)!, default(ExceptionDispatchInfo));
        while (true)
        {
            switch (word.What)
            {
                case Message.Do:
                    isDone = true;
                    try
                    {
                        result = await HoldAsync(act, sync, cancelled).ConfigureAwait(false);
                    }
                    catch (Exception thrown)
                    {
                        failure = ExceptionDispatchInfo.Capture(thrown);
                    }

                    report.Done(failure?.SourceException);
                    break;
                case Message.Part when isDone && failure is null && result is HeldReader held:
                    held.EndAfter(word.Part, () =>
                    {
                        on.Break();
                        return on.Provider.Lost();
                    });
                    return result;
                case Message.Refuse:
                    throw on.Provider.Refused(what, word.Writes, word.Code);
                case Message.CutClient:
                    keep?.Invoke();
                    var lost = Lost(on, what);
                    _ = DeliverLateAsync(report.Share(), on.Leave(), act);
                    throw lost;
                case Message.Cut or Message.Part:
                    on.Break();
                    throw Lost(on, what);
                default: // Go and Give; or nobody is there to ask any more.
                    if (!isDone)
                        return await act(sync, cancelled).ConfigureAwait(false);
                    failure?.Throw();
                    return result;
            }

            word = await NextAsync(report, on, patience, sync, cancelled).ConfigureAwait(false);
        }
    }

    // To its end: a statement that writes and returns rows has not written until all of them are read.
    private static async ValueTask<T> HoldAsync<T>(Func<bool, CancellationToken, ValueTask<T>> act, bool sync, CancellationToken cancelled)
    {
        var result = await act(sync, cancelled).ConfigureAwait(false);
        return result is DbDataReader reader and not HeldReader ? (T)(object)HeldReader.Copy(reader) : result;
    }

    // The application has been told that it failed. Without a tester it is never delivered, and undone with the connection.
    [SuppressMessage("Design", "CA1031", Justification = "Whatever the driver throws is the tester's to know; nobody waits for this.")]
    private static async Task DeliverLateAsync<T>(Report report, DbConnection kept, Func<bool, CancellationToken, ValueTask<T>> act)
    {
        using (report)
        await using (kept.ConfigureAwait(false))
        {
            if ((await report.NextAsync().ConfigureAwait(false)).What != Message.Do)
                return;
            try
            {
                await HoldAsync(act, sync: false, default).ConfigureAwait(false);
                report.Done(null);
            }
            catch (Exception failure)
            {
                report.Done(failure);
            }
        }
    }

    private static async ValueTask<Word> NextAsync(Report report, TappedConnection on, TimeSpan patience, bool sync, CancellationToken cancelled)
    {
        var next = report.NextAsync();
        try
        {
            if (!sync)
                return await next.WaitAsync(patience, cancelled).ConfigureAwait(false);
            return next.Wait((int)patience.TotalMilliseconds, cancelled) ? next.Result : throw new TimeoutException();
        }
        catch (TimeoutException)
        {
            report.Gone("its time limit is over");
            on.Break();
            throw on.Provider.TimedOut();
        }
        catch (OperationCanceledException)
        {
            report.Gone("it was cancelled");
            on.Break();
            throw;
        }
    }

    private static Exception Lost(TappedConnection on, Asked what) => what == Asked.Open ? on.Provider.Unreachable() : on.Provider.Lost();

    // Transactions that are typed as statements, without the methods of ADO.NET.
    private static void NoteTyped(TappedConnection on, string text)
    {
        var word = text.AsSpan().TrimStart();
        if (word.StartsWith("BEGIN", StringComparison.OrdinalIgnoreCase) || word.StartsWith("START TRANSACTION", StringComparison.OrdinalIgnoreCase))
            on.BeginTransactionNumber();
        else if (word.StartsWith("COMMIT", StringComparison.OrdinalIgnoreCase) || word.StartsWith("END", StringComparison.OrdinalIgnoreCase)
            || (word.StartsWith("ROLLBACK", StringComparison.OrdinalIgnoreCase) && !word.Contains(" TO ", StringComparison.OrdinalIgnoreCase)))
            on.EndTransaction();
    }
}
