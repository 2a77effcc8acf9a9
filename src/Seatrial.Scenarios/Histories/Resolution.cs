using Seatrial.Record;

namespace Seatrial.Scenarios.Histories;

/// <summary>
/// Decides from the final state which operations without an answer were done. Each that stays unknown could explain almost
/// anything, so it hides breaches; where the final state leaves it open, it does stay unknown.
/// </summary>
internal static class Resolution
{
    /// <summary>The history with <see cref="Operation.Done"/> where it is known; the same when it never came to rest.</summary>
    public static History Of(History history)
    {
        if (history.Settled is not { } settled || history.Operations.All(operation => operation.Outcome != OperationOutcome.Unknown))
            return history;

        var last = history.Operations.Where(operation => operation.Outcome == OperationOutcome.Ok && operation.Invoked >= settled && operation.View.Promise == Promise.Immediate)
            .ToLookup(operation => (operation.Act, operation.Key));
        var before = history.Operations.Where(operation => operation.Invoked < settled).ToLookup(operation => (operation.Act, operation.Key));
        return history with { Operations = [.. history.Operations.Select(Resolved)] };

        Operation Resolved(Operation operation)
        {
            if (operation.Outcome != OperationOutcome.Unknown || operation.Invoked >= settled)
                return operation;
            var done = operation.Act switch
            {
                Act.Publish => Published(operation),
                Act.Download => Counted(operation.Key),
                _ => null,
            };
            return operation with { Done = done };
        }

        // The version that there is was made by this publish if only this one had its checksum.
        bool? Published(Operation publish)
        {
            var sums = last[(Act.ReadVersion, publish.Key)].Select(read => read.Checksum).Distinct().ToList();
            if (sums.Count != 1)
                return null;
            if (sums[0] != publish.Checksum)
                return false;
            var same = before[(Act.Publish, publish.Key)].Count(other =>
                other.Checksum == publish.Checksum && other.Outcome is OperationOutcome.Ok or OperationOutcome.Unknown);
            return same == 1 ? true : null;
        }

        // All or none: of some, it is not known which.
        bool? Counted(Key key)
        {
            var counts = last[(Act.ReadCount, key)].Select(read => read.Count).Distinct().ToList();
            if (counts.Count != 1 || last[(Act.Download, key)].Any())
                return null;
            var downloads = before[(Act.Download, key)].ToList();
            var acknowledged = downloads.Count(download => download is { Outcome: OperationOutcome.Ok, Checksum: not null });
            var unknown = downloads.Count(download => download.Outcome == OperationOutcome.Unknown);
            return counts[0] == acknowledged ? false : counts[0] == acknowledged + unknown ? true : null;
        }
    }
}
