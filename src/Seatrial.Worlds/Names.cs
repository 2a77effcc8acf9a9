using Seatrial.Cargo;

namespace Seatrial.Worlds;

/// <summary>
/// The names of crates, no two alike in any spelling: a number that only this crate has is spelled in syllables, or in two words of the
/// trade. Spelled in syllables it never has a separator, in words always; what is added to either can be told apart from it.
/// </summary>
internal static class Names
{
    // Of crates.io's names about so many are one word (an estimate: no figure is published).
    private const int OneWordPermille = 400;
    private const int UpperCasePermille = 12;
    private const int LongPermille = 3;
    private const int LongFrom = 40;

    // None of them ends another one, and syllables end in a vowel.
    private static readonly string[] Endings = ["", "", "", "rs", "kit", "lang", "ly"];
    private static readonly string[] Tails = ["rs", "core", "derive", "macros", "sys", "cli", "utils", "client"];

    public static CrateName Of(ulong seed, int crate) => CrateName.Parse(EdgeCases.Name(crate) ?? Text(seed, crate)).Value;

    private static string Text(ulong seed, int crate)
    {
        var (chance, number) = (new Chance(seed, Topic.Name, crate, -1), Permutation.Of(seed, Topic.Name, crate));
        var name = chance.Permille(OneWordPermille)
            ? Words.MadeUp(number) + chance.Of(Endings)
            : Compound(ref chance, number);
        return chance.Permille(UpperCasePermille) ? char.ToUpperInvariant(name[0]) + name[1..] : name;
    }

    private static string Compound(ref Chance chance, int number)
    {
        var (trade, separator) = (Words.Trade, chance.Permille(700) ? '-' : '_');
        var name = $"{trade[number / trade.Count]}{separator}{trade[number % trade.Count]}";
        if (chance.Permille(200))
            name += separator + chance.Of(Tails);
        if (!chance.Permille(LongPermille))
            return name;
        while (name.Length < LongFrom)
            name += separator + chance.Of(trade);
        return name.Length <= CrateName.MaxLength ? name : name[..CrateName.MaxLength];
    }
}
