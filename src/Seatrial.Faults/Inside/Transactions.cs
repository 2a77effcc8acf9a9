using System.Collections.Concurrent;
using Seatrial.Inside;

namespace Seatrial.Faults.Inside;

/// <summary>Gives the crossings of one process their names; for that it remembers what its open transactions began with.</summary>
internal sealed class Transactions
{
    // An application has some hundreds of statements; one that makes up new ones all the time is not kept.
    private const int MostStatements = 2_000;

    private readonly ConcurrentDictionary<string, Statement> _statements = [];
    private readonly Dictionary<long, Begun> _open = [];

    /// <summary>What a tap is told of a crossing.</summary>
    public readonly record struct Told(string Operation, string Transaction, Traits Traits, string Detail);

    private sealed class Begun
    {
        public string First { get; set; } = "";

        public bool Writes { get; set; }
    }

    /// <summary>Names a crossing.</summary>
    /// <param name="what">What the process asks.</param>
    /// <param name="transaction">The number of the transaction that is open; 0 when none is.</param>
    /// <param name="texts">The statements.</param>
    /// <param name="names">What is named anew in this run.</param>
    public Told Tell(Asked what, long transaction, string[] texts, Names names)
    {
        var statements = Array.ConvertAll(texts, text => Of(names.Normalise(text)));
        var statement = statements is [var only] ? only : Of(string.Join(";\n", statements.Select(one => one.Text)));
        var writes = statements.Any(one => one.Writes);
        var begun = transaction == 0 ? null : _open.TryGetValue(transaction, out var known) ? known : _open[transaction] = new Begun();
        if (what == Asked.Open)
            return new Told("OPEN", "", Traits.Library, "");
        if (what == Asked.Begin || statement.Begins)
            return new Told("BEGIN", "", Traits.Begins, statement.Text);
        if (what == Asked.Commit || statement.Commits)
            // Nothing lasts after the end of a transaction that only read.
            return new Told("COMMIT", begun?.First ?? "", Traits.InTransaction | (begun?.Writes == true ? Traits.Commits | Traits.Writes : Traits.None), "");
        if (what == Asked.Rollback || statement.RollsBack)
            return new Told("ROLLBACK", begun?.First ?? "", Traits.InTransaction, statement.Text);
        if (begun is not null)
        {
            begun.First = begun.First.Length > 0 || !Statement.NamesTransaction(statement.Name) ? begun.First : statement.Name;
            begun.Writes |= writes;
        }

        var traits = (writes ? Traits.Writes : Traits.None)
            | (begun is not null ? Traits.InTransaction : writes ? Traits.Commits : Traits.None)
            | (IsOfLibrary(statement.Name) ? Traits.Library : Traits.None);
        return new Told(statement.Name, begun?.First ?? "", traits, statement.Text);
    }

    /// <summary>A transaction is over.</summary>
    public void Forget(long transaction) => _open.Remove(transaction);

    private static bool IsOfLibrary(string name) => name is "PRAGMA" or "SET" or "RESET" or "DISCARD" or "SHOW";

    private Statement Of(string sql)
    {
        if (_statements.TryGetValue(sql, out var known))
            return known;
        var statement = Statement.Of(sql);
        if (_statements.Count < MostStatements)
            _statements[sql] = statement;
        return statement;
    }
}
