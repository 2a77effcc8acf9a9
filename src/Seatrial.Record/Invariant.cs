namespace Seatrial.Record;

/// <summary>What must hold over all stores once they have settled: the promises of which a sweep looks for a broken one.</summary>
/// <param name="Id">Its number, such as <c>I3</c>.</param>
/// <param name="Text">What must hold, in one sentence.</param>
public sealed record Invariant(string Id, string Text)
{
    /// <summary>All invariants, by number.</summary>
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("I1", "The API, the index and the storage hold the same versions of the same crates."),
        new("I2", "No line is in the index twice."),
        new("I3", "The checksum in the index is the SHA-256 of the stored archive, and the checksum in the API."),
        new("I4", "Whether a version is yanked is the same everywhere."),
        new("I5", "No entry of the index or the API is without its archive, at any time a reader looks."),
        new("I6", "An archive without an entry comes only from an attempt that was never told that it succeeded, and a retry of that version succeeds."),
        new("I7", "What was answered with success lasts; what was not is absent or wholly there, never in part."),
        new("I8", "Each action that took effect has exactly one row in the audit log."),
        new("I9", "Every crate keeps at least one owner."),
        new("I10", "Counters equal what is worked out again from their events."),
        new("I11", "Every edge keeps I1 to I4 within the staleness that it states, and never goes backwards."),
        new("I12", "The queue of jobs drains once the faults stop; nothing is poisoned for ever."),
        new("I13", "All pages of a search together are the total, without duplicates."),
        new("I14", "Real cargo resolves, downloads and verifies every version that is not yanked."),
        new("I15", "Nothing secret (a token, a cookie, a connection string) is in a log, an error, a metric, the audit log or a report."),
        new("I16", "Nothing stays behind after a case: no held connection, open transaction, temporary file or process."),
    ];

    /// <summary>The invariant of this number; null when there is none.</summary>
    public static Invariant? Of(string id) => All.FirstOrDefault(invariant => invariant.Id == id);
}
