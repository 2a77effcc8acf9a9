namespace Seatrial.Scenarios;

/// <summary>Finds the words that were probably meant.</summary>
public static class Suggestion
{
    private const int Most = 3;

    // A part of a name is meant as one only when it says something.
    private const int ShortestPart = 3;

    /// <summary>
    /// The sentence «Did you mean …?» with the nearest words: those that are spelled almost so, else those of which it is a part, else
    /// those that have a part spelled almost so; the list of all when none is near.
    /// </summary>
    public static string For(string word, IEnumerable<string> known)
    {
        var all = known.ToArray();
        string[] meant = [.. Nearest(word, all, candidate => [candidate])];
        if (meant.Length == 0 && word.Length >= ShortestPart)
            meant = [.. all.Where(candidate => candidate.Contains(word, StringComparison.OrdinalIgnoreCase)).Take(Most)];
        if (meant.Length == 0)
            meant = [.. Nearest(word.Split('/')[^1], all, candidate => candidate.Split('/'))];
        return meant switch
        {
            [] => $"Known are: {string.Join(", ", all)}.",
            [var one] => $"Did you mean «{one}»?",
            [.. var some, var last] => $"Did you mean «{string.Join("», «", some)}» or «{last}»?",
        };
    }

    // The nearest, and what is only one letter further away.
    private static IEnumerable<string> Nearest(string word, string[] all, Func<string, string[]> spellings)
    {
        var near = all.Select(candidate => (candidate, distance: spellings(candidate).Min(spelling => Distance(word, spelling))))
            .Where(pair => pair.distance <= Math.Max(2, word.Length / 3)).OrderBy(pair => pair.distance).ToArray();
        return near.TakeWhile(pair => pair.distance <= near[0].distance + 1).Select(pair => pair.candidate).Take(Most);
    }

    // Levenshtein's edit distance, with one row of the table.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (from[i - 1] == to[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }
}
