using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Seatrial.Faults;

/// <summary>
/// An SQL statement without what differs between runs, so that it is the same crossing in each: comments, white space,
/// literals and the spelling of parameters are gone.
/// </summary>
/// <param name="Name">Short and readable: its verb, its first table, and six digits of its hash, such as <c>INSERT versions ~3fa912</c>; or just <c>COMMIT</c>.</param>
/// <param name="Text">The normalised statement.</param>
/// <param name="Writes">Whether it can change data: false only for what certainly reads.</param>
public sealed partial record Statement(string Name, string Text, bool Writes)
{
    private const int MostShown = 2_000;
    private const int NameHash = 3;

    // Statements that are whole in one word, and open or end a transaction or a state of the connection.
    private static readonly SearchValues<string> Plain = SearchValues.Create(
        ["BEGIN", "START", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "DISCARD", "LISTEN", "UNLISTEN", "SET", "RESET", "SHOW", "PRAGMA"],
        StringComparison.Ordinal);

    /// <summary>Whether it opens a transaction.</summary>
    public bool Begins => Name is "BEGIN" or "START";

    /// <summary>Whether it ends a transaction by committing it.</summary>
    public bool Commits => Name is "COMMIT" or "END";

    /// <summary>
    /// Whether a statement of this name tells what a transaction is about. One that only takes a lock does not: all transactions
    /// that begin by waiting for a lock would have one name.
    /// </summary>
    public static bool NamesTransaction(string name) => name.Count(letter => letter == ' ') > 1;

    /// <summary>Whether it takes a transaction back.</summary>
    public bool RollsBack => Name == "ROLLBACK";

    /// <summary>Normalises a statement. The text of one call; several statements in it are one.</summary>
    public static Statement Of(string sql)
    {
        var text = Whitespace().Replace(Lists().Replace(Literals().Replace(Comments().Replace(sql, " "), "?"), "(?)"), " ").Trim().TrimEnd(';', ' ');
        var words = Words().Matches(text).Select(word => word.Value).Take(200).ToArray();
        var verb = words.Length > 0 ? words[0].ToUpperInvariant() : "EMPTY";
        if (verb == "WITH")
            verb = words.Select(word => word.ToUpperInvariant()).FirstOrDefault(word => word is "INSERT" or "UPDATE" or "DELETE") ?? "SELECT";
        var shown = text.Length <= MostShown ? text : text[..MostShown] + "…";
        if (Plain.Contains(verb))
            return new Statement(verb, shown, Writes: false);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, NameHash));
        var name = Table(words, verb) is { } table ? $"{verb} {table} ~{hash}" : $"{verb} ~{hash}";
        return new Statement(name, shown, verb is not ("SELECT" or "VALUES" or "EXPLAIN" or "TABLE") || Changes(words));
    }

    // SELECT … FOR UPDATE only locks; a function that writes is taken for a read, and so for less than it is.
    private static bool Changes(string[] words) =>
        words.Any(word => word.Equals("INSERT", StringComparison.OrdinalIgnoreCase) || word.Equals("DELETE", StringComparison.OrdinalIgnoreCase)
            || word.Equals("nextval", StringComparison.OrdinalIgnoreCase));

    private static string? Table(string[] words, string verb)
    {
        var before = verb switch { "INSERT" => "INTO", "UPDATE" => "UPDATE", "DELETE" or "SELECT" => "FROM", "COPY" => "COPY", _ => null };
        if (before is null)
            return null;
        var at = Array.FindIndex(words, word => word.Equals(before, StringComparison.OrdinalIgnoreCase));
        return at >= 0 && at + 1 < words.Length ? words[at + 1].Trim('"').ToLower(CultureInfo.InvariantCulture) : null;
    }

    [GeneratedRegex("""--[^\n]*|/\*.*?\*/""", RegexOptions.Singleline)]
    private static partial Regex Comments();

    // Strings, dollar quotes, parameters of every driver ($1, @p0, :p, ?) and numbers.
    [GeneratedRegex("""(?:\b[EeNnXxBb])?'(?:[^']|'')*'|\$(\w*)\$.*?\$\1\$|\$\d+|[@:](?<!::)\w+|\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\b""", RegexOptions.Singleline)]
    private static partial Regex Literals();

    // However many values a list or an INSERT has.
    [GeneratedRegex("""\(\s*\?(?:\s*,\s*\?)*\s*\)(?:\s*,\s*\(\s*\?(?:\s*,\s*\?)*\s*\))*""")]
    private static partial Regex Lists();

    [GeneratedRegex("""\s+""")]
    private static partial Regex Whitespace();

    [GeneratedRegex("""[A-Za-z_][\w.]*|"[^"]+"(?:\."[^"]+")*""")]
    private static partial Regex Words();
}
