using System.Globalization;
using Seatrial.Record;

namespace Seatrial.Scenarios.Histories;

/// <summary>The words for operations, in sentences and beside the bars of a timeline.</summary>
internal static class Phrases
{
    // What a registry sent is part of these words, and has no bound of its own.
    private const int MostNames = 8;
    private const int LongestName = 40;
    private const int ShortChecksum = 8;

    /// <summary>A time as people read it: <c>12.4 ms</c>.</summary>
    public static string Time(long ticks) => string.Create(CultureInfo.InvariantCulture, $"{Milliseconds(ticks):0.###} ms");

    public static double Milliseconds(long ticks) => (double)ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>What was answered to a question, with the time of the question: what came before it should have been seen.</summary>
    public static string Asked(Operation operation) => operation.Outcome != OperationOutcome.Unknown && Fact(operation) is { } fact
        ? $"{operation.Process}, who asked at {Time(operation.Invoked)}, was told that {fact}"
        : $"{operation.Process} {Did(operation)}{Where(operation)} at {Time(operation.Invoked)}";

    /// <summary>What was answered, with the time of the answer: whoever asks after it should see it.</summary>
    public static string Told(Operation operation)
    {
        if (operation.Outcome == OperationOutcome.Unknown)
        {
            return $"{operation.Process} asked at {Time(operation.Invoked)} to {Wanted(operation)}, "
                + (operation.Done == true ? "which was done, as the final state shows" : "and was never told");
        }

        return Fact(operation) is { } fact
            ? $"{operation.Process} was told at {Time(operation.Returned ?? operation.Invoked)} that {fact}"
            : $"{operation.Process} {Did(operation)}{Where(operation)} by {Time(operation.Returned ?? operation.Invoked)}";
    }

    /// <summary>What was asked for and what came, without who and when.</summary>
    public static string Brief(Operation operation) => operation.Outcome switch
    {
        OperationOutcome.Ok when Fact(operation) is null => Answer(operation),
        OperationOutcome.Ok => $"{Wanted(operation)}: done",
        OperationOutcome.Conflict => $"{Wanted(operation)}: there already",
        OperationOutcome.Refused => $"{Wanted(operation)}: refused",
        _ => $"{Wanted(operation)}: no answer",
    };

    /// <summary>Names in a row; of many, the first and how many more.</summary>
    public static string Names(IReadOnlyList<string> names) => names.Count == 0 ? "empty"
        : string.Join(", ", names.Take(MostNames).Select(Cut)) + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "");

    public static string Version(Key key) => $"version {Cut(key.Version ?? "?")}";

    public static string Checksum(string checksum) => checksum.Length > ShortChecksum ? checksum[..ShortChecksum] : checksum;

    private static string Did(Operation operation) => (operation.Act, operation.Outcome) switch
    {
        (Act.ReadVersion, OperationOutcome.Ok) when operation.Checksum is { } sum => $"read {Whole(operation)} with checksum {Checksum(sum)}",
        (Act.ReadVersion, OperationOutcome.Ok) => $"read {Whole(operation)} as absent",
        (Act.Download, OperationOutcome.Ok) when operation.Checksum is { } sum => $"downloaded {Whole(operation)} with checksum {Checksum(sum)}",
        (Act.Download, OperationOutcome.Ok) => $"found {Whole(operation)} absent on a download",
        (Act.ReadYanked, OperationOutcome.Ok) => $"read {Whole(operation)} as {(operation.Flag ? "yanked" : "not yanked")}",
        (Act.ReadOwners, OperationOutcome.Ok) => $"read the owners of {operation.Key.Crate} as {Names(operation.Names)}",
        (Act.ReadCount, OperationOutcome.Ok) => $"read {operation.Count} download{(operation.Count == 1 ? "" : "s")} of {Whole(operation)}",
        (Act.ReadIndex, OperationOutcome.Ok) => $"read the index of {operation.Key.Crate} as {Names(operation.Names)}",
        _ => $"asked to {Wanted(operation)}",
    };

    private static string Answer(Operation operation) => operation.Act switch
    {
        Act.ReadVersion => $"read {operation.Key.Version}: {(operation.Checksum is { } sum ? Checksum(sum) : "absent")}",
        Act.Download => $"download {operation.Key.Version}: {(operation.Checksum is { } sum ? Checksum(sum) : "absent")}",
        Act.ReadYanked => $"read {operation.Key.Version}: {(operation.Flag ? "yanked" : "not yanked")}",
        Act.ReadCount => $"read downloads of {operation.Key.Version}: {operation.Count}",
        Act.ReadOwners => $"read owners: {Names(operation.Names)}",
        _ => $"read index: {Names(operation.Names)}",
    };

    private static string Wanted(Operation operation) => operation.Act switch
    {
        Act.Publish => $"publish {operation.Key.Version}{(operation.Checksum is { } sum ? $" ({Checksum(sum)})" : "")}",
        Act.Yank => $"yank {operation.Key.Version}",
        Act.Unyank => $"unyank {operation.Key.Version}",
        Act.AddOwner => $"add owner {operation.Key.User}",
        Act.RemoveOwner => $"remove owner {operation.Key.User}",
        Act.Download => $"download {operation.Key.Version}",
        Act.ReadOwners => "read the owners",
        Act.ReadIndex => "read the index",
        Act.ReadCount => $"read the downloads of {operation.Key.Version}",
        _ => $"read {operation.Key.Version}",
    };

    private static string? Fact(Operation operation)
    {
        var (version, user, done) = (Version(operation.Key), Cut(operation.Key.User ?? "?"), operation.Outcome == OperationOutcome.Ok);
        return operation.Act switch
        {
            Act.Publish => $"{version} {(done ? "was published" : "was there already")}",
            Act.Yank => $"{version} was {(done ? "yanked" : "yanked already")}",
            Act.Unyank => $"{version} was {(done ? "unyanked" : "not yanked")}",
            Act.AddOwner => $"{user} was {(done ? "made an owner" : "an owner already")}",
            Act.RemoveOwner => $"{user} was {(done ? "removed from the owners" : "no owner")}",
            _ => null,
        };
    }

    private static string Whole(Operation operation) => $"{Version(operation.Key)} of {operation.Key.Crate}";

    private static string Where(Operation operation) => Fact(operation) is null && operation.View != View.Api ? $" ({operation.View.Name})" : "";

    private static string Cut(string name) => name.Length > LongestName ? $"{name[..LongestName]}…" : name;
}
