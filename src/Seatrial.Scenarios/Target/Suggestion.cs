namespace Seatrial.Scenarios;

/// <summary>Finds the word that was probably meant.</summary>
public static class Suggestion
{
    /// <summary>The sentence «Did you mean …?» with the nearest word, or the list of all when none is near.</summary>
    public static string For(string word, IEnumerable<string> known)
    {
        var all = known.ToArray();
        var near = all.Select(candidate => (candidate, distance: Distance(word, candidate)))
            .Where(pair => pair.distance <= Math.Max(2, word.Length / 3)).OrderBy(pair => pair.distance).FirstOrDefault();
        return near.candidate is { } meant ? $"Did you mean «{meant}»?" : $"Known are: {string.Join(", ", all)}.";
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
