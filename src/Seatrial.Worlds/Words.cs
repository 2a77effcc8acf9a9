namespace Seatrial.Worlds;

/// <summary>The words that names, keywords and descriptions are made of.</summary>
internal static class Words
{
    private const string Consonants = "bdfghklmnprstvz";
    private const string Vowels = "aeiou";
    private const int Syllables = 15 * 5;

    /// <summary>Words of the trade, the commonest first: 512 of them, so that two make as many names as there are numbers.</summary>
    public static IReadOnlyList<string> Trade { get; } = Read();

    // The commonest words of descriptions.
    private static readonly string[] Common =
        ["a", "for", "rust", "and", "the", "of", "to", "library", "with", "in", "simple", "is", "an", "that", "from", "crate", "by", "using"];

    /// <summary>The word of a rank, the commonest first; there is one for every rank.</summary>
    public static string Ranked(int rank) =>
        rank < Common.Length ? Common[rank]
        : rank < Common.Length + Trade.Count ? Trade[rank - Common.Length]
        : MadeUp(rank);

    /// <summary>A word that says itself easily, another one for each number: a numeral whose digits are syllables.</summary>
    public static string MadeUp(int number)
    {
        Span<char> text = stackalloc char[12];
        var at = text.Length;
        do
        {
            var syllable = number % Syllables;
            text[--at] = Vowels[syllable % Vowels.Length];
            text[--at] = Consonants[syllable / Vowels.Length];
            number /= Syllables;
        }
        while (number > 0);
        return new string(text[at..]);
    }

    private static string[] Read()
    {
        using var reader = new StreamReader(typeof(Words).Assembly.GetManifestResourceStream("words.txt")!);
        return reader.ReadToEnd().Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
    }
}
