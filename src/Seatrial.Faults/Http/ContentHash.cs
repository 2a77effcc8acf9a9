using System.Text.RegularExpressions;

namespace Seatrial.Faults.Http;

/// <summary>Keys that name their content differ with it: two runs agree on <c>{sha256}</c>.</summary>
internal static partial class ContentHash
{
    /// <summary>Replaces each 64 hexadecimal digits, and the folders before them that are made of their first digits.</summary>
    public static string Normalise(string text) => Pattern().Replace(text, "{sha256}");

    [GeneratedRegex("""(?<![0-9A-Fa-f])(?:([0-9a-f]{2})/([0-9a-f]{2})/(?=\1\2)|([0-9a-f]{2})/(?=\3))?[0-9A-Fa-f]{64}(?![0-9A-Fa-f])""")]
    private static partial Regex Pattern();
}
