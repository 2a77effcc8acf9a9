using System.Text.RegularExpressions;

namespace Seatrial.Faults.Postgres;

/// <summary>The text of one Query or Parse: one statement, or several.</summary>
/// <param name="Name">The name of its statement, or of its statements with semicolons between them.</param>
/// <param name="Text">The normalised text.</param>
internal sealed partial record Command(string Name, string Text)
{
    // The names of the first statements say enough; the reset of a driver has seven.
    private const int MostNamed = 4;

    /// <summary>Whether it can change data.</summary>
    public bool Writes { get; private init; }

    /// <summary>Whether it is a BEGIN and nothing else.</summary>
    public bool Begins { get; private init; }

    /// <summary>Whether it commits an explicit transaction.</summary>
    public bool Commits { get; private init; }

    /// <summary>Whether a transaction is open after it; null when it is as before.</summary>
    public bool? Opens { get; private init; }

    /// <summary>Whether drivers send it by themselves, and when it is outside of a transaction only.</summary>
    public bool IsLibrary { get; private init; }

    /// <summary>Whether it asks for news.</summary>
    public bool Waits { get; private init; }

    /// <summary>The prepared statement that it drops, <c>*</c> for all; null for none.</summary>
    public string? Drops { get; private init; }

    /// <summary>Reads a text.</summary>
    public static Command Of(string sql)
    {
        var statements = Split(sql).Select(Statement.Of).ToArray();
        if (statements.Length == 0)
            statements = [Statement.Of(sql)];
        bool? opens = null;
        foreach (var statement in statements)
            opens = Opening(statement) ?? opens;
        var whole = Statement.Of(sql);
        var single = statements.Length == 1;
        return new Command(single ? whole.Name : string.Join("; ", statements.Take(MostNamed).Select(one => one.Name)) + (statements.Length > MostNamed ? "; …" : ""), whole.Text)
        {
            Writes = statements.Any(one => one.Writes && !IsOfSession(one)),
            Begins = single && whole.Begins,
            Commits = statements.Any(one => one.Commits),
            Opens = opens,
            IsLibrary = statements.All(IsOfSession) || whole.Text.Contains("pg_type", StringComparison.OrdinalIgnoreCase),
            Waits = whole.Name == "LISTEN",
            Drops = statements.Select(Dropping).FirstOrDefault(one => one is not null),
        };
    }

    // What only concerns the state of a connection: pools and drivers send it.
    private static bool IsOfSession(Statement statement) =>
        statement.Name is "SET" or "RESET" or "SHOW" or "DISCARD" or "UNLISTEN"
        || statement.Name.StartsWith("DEALLOCATE ", StringComparison.Ordinal)
        || statement.Name.StartsWith("CLOSE ", StringComparison.Ordinal)
        || statement.Text.Contains("pg_advisory_unlock_all", StringComparison.OrdinalIgnoreCase);

    private static bool? Opening(Statement statement) => statement switch
    {
        { Begins: true } => true,
        { Commits: true } or { RollsBack: true } => Chain().IsMatch(statement.Text) ? null : false,
        _ => statement.Text.StartsWith("PREPARE TRANSACTION", StringComparison.OrdinalIgnoreCase) ? false : null,
    };

    private static string? Dropping(Statement statement) =>
        statement.Name == "DISCARD" && statement.Text.EndsWith("ALL", StringComparison.OrdinalIgnoreCase) ? "*"
        : Deallocate().Match(statement.Text) is { Success: true } match
            ? match.Groups[1].Value is var name && name.Equals("ALL", StringComparison.OrdinalIgnoreCase) ? "*" : name.Trim('"')
        : null;

    private static IEnumerable<string> Split(string sql)
    {
        var start = 0;
        foreach (Match token in Tokens().Matches(sql))
        {
            if (token.ValueSpan is not ";")
                continue;
            if (!string.IsNullOrWhiteSpace(sql[start..token.Index]))
                yield return sql[start..token.Index];
            start = token.Index + 1;
        }

        if (!string.IsNullOrWhiteSpace(sql[start..]))
            yield return sql[start..];
    }

    // Semicolons, and all that may hold one that ends no statement.
    [GeneratedRegex("""--[^\n]*|/\*.*?\*/|\b[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"[^"]*"|\$(\w*)\$.*?\$\1\$|;""", RegexOptions.Singleline)]
    private static partial Regex Tokens();

    // ROLLBACK TO a savepoint ends nothing; AND CHAIN opens the next one at once.
    [GeneratedRegex(@"\bAND\s+CHAIN\b|^ROLLBACK\b.*\bTO\b", RegexOptions.IgnoreCase)]
    private static partial Regex Chain();

    [GeneratedRegex("""^DEALLOCATE\s+(?:PREPARE\s+)?("[^"]+"|\w+)""", RegexOptions.IgnoreCase)]
    private static partial Regex Deallocate();
}
