using System.Text.Json;
using Seatrial.Record;

namespace Seatrial.Faults;

/// <summary>One exchange over a boundary, with an identity that is the same in every run of the same workflow.</summary>
/// <remarks>
/// There is no number that counts all crossings of a run: a client pipelines, a background job comes earlier or later, and all
/// that follows would be called otherwise. A transaction is known by its first statement for the same reason.
/// </remarks>
/// <param name="Boundary">Where it happened.</param>
/// <param name="Side">The process that asked, by its part in the topology: <c>registry</c>, <c>worker-1</c>.</param>
/// <param name="Operation">What was asked for, without what differs between runs: <c>INSERT versions ~3fa912</c>, <c>PutObject crates/{crate}/{crate}-{version}.crate</c>.</param>
/// <param name="Transaction">The first operation on a table in the transaction it belongs to; empty before that, and outside of one.</param>
/// <param name="Occurrence">How often it was seen before in this recording, from 1.</param>
public sealed record Crossing(Boundary Boundary, string Side, string Operation, string Transaction, int Occurrence)
{
    /// <summary>What the operation does, as far as faults have to know.</summary>
    public Traits Traits { get; init; }

    private string _detail = "";

    /// <summary>The operation in full, such as the whole normalised statement; for people only.</summary>
    public string Detail
    {
        get => _detail;
        init => _detail = value;
    }

    /// <summary>Says more about it: what is known only when its request has gone by.</summary>
    internal void Tell(string more) => _detail = $"{_detail} {more}";

    /// <summary>The identity as text, such as <c>registry-database registry INSERT versions ~3fa912 #1</c>.</summary>
    public string Id =>
        $"{JsonNamingPolicy.KebabCaseLower.ConvertName(Boundary.ToString())} {Side} {Operation}{(Transaction.Length > 0 && Transaction != Operation ? $" in {Transaction}" : "")} #{Occurrence}";

    /// <summary>Whether it is the same crossing as another, seen in another run.</summary>
    public bool Is(Crossing other) => Occurrence == other.Occurrence && IsLike(other);

    /// <summary>Whether it is the same but for its occurrence: a retry of it, to a client that retries.</summary>
    public bool IsLike(Crossing other) =>
        Boundary == other.Boundary && Side == other.Side && Operation == other.Operation && Transaction == other.Transaction;
}

/// <summary>What an operation does, as far as faults have to know.</summary>
[Flags]
public enum Traits
{
    /// <summary>It reads, outside of a transaction, and is an exchange of its own.</summary>
    None = 0,

    /// <summary>It changes something on the other side.</summary>
    Writes = 1,

    /// <summary>It runs within a transaction that the client has opened.</summary>
    InTransaction = 2,

    /// <summary>After it, what was written lasts: COMMIT, or a statement of its own.</summary>
    Commits = 4,

    /// <summary>More of the same write to the wire follows it: what cuts the line here is told apart from cutting it at the end of the write by nobody.</summary>
    Pipelined = 8,

    /// <summary>It opens a transaction. A driver that pipelines it takes an error here for one of the next statement.</summary>
    Begins = 16,

    /// <summary>The client's library sends it by itself: the state of a connection from a pool, the catalogue of types.</summary>
    Library = 32,

    /// <summary>A client may repeat it silently, below the code that made it: HTTP libraries do.</summary>
    Retried = 64,

    /// <summary>It asks whether there is work, or waits for news; it comes and goes with time and not with the workflow.</summary>
    Waits = 128,
}
