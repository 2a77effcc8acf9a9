namespace Seatrial.Worlds;

/// <summary>Puts the numbers below 2^18 in an order of the seed's, each in one place: unique names without remembering any. A Feistel network.</summary>
internal static class Permutation
{
    /// <summary>How many numbers there are: more than the most crates of a world.</summary>
    public const int Size = 1 << (2 * HalfBits);

    private const int HalfBits = 9;
    private const int HalfMask = (1 << HalfBits) - 1;
    private const int Rounds = 4;

    public static int Of(ulong seed, Topic topic, int number)
    {
        var (left, right) = (number >> HalfBits, number & HalfMask);
        for (var round = 0; round < Rounds; round++)
            (left, right) = (right, left ^ (int)(new Chance(seed, topic, right, round).Next() & HalfMask));
        return (left << HalfBits) | right;
    }
}
