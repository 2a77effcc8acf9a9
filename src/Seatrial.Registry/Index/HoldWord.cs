using System.Text;

namespace Seatrial.Registry.Index;

/// <summary>One line from a worker to a replica: <c>hold</c> or <c>release</c>, a token and a path.</summary>
/// <param name="IsHold">Whether the hold begins; else it ends.</param>
/// <param name="Token">Whose hold it is.</param>
/// <param name="Path">The index file, as it is asked for.</param>
internal readonly record struct HoldWord(bool IsHold, string Token, string Path)
{
    private const string Begins = "hold";
    private const string Ends = "release";

    /// <summary>So many lines stay far below what a replica reads: names have 64 characters, tokens 32.</summary>
    public const int MostAtOnce = 300;

    public static byte[] WriteAll(IEnumerable<HoldWord> words)
    {
        var text = new StringBuilder();
        foreach (var word in words)
            text.Append(word.IsHold ? Begins : Ends).Append(' ').Append(word.Token).Append(' ').Append(word.Path).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>The words of a body; what is none is left out, since only a worker of another version can have sent it.</summary>
    public static IEnumerable<HoldWord> ParseAll(byte[] body)
    {
        foreach (var line in Encoding.UTF8.GetString(body).Split('\n'))
            if (line.Split(' ', 3) is [Begins or Ends, var token, var path] parts)
                yield return new HoldWord(parts[0] == Begins, token, path);
    }
}
