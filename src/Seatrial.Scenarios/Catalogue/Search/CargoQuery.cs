using System.Globalization;
using System.Text;

namespace Seatrial.Scenarios.Search;

/// <summary>The query string of a search as cargo writes it: every byte but ASCII letters and digits percent-encoded (API-SRCH-01).</summary>
internal static class CargoQuery
{
    /// <summary>What cargo asks for when nothing is said.</summary>
    public const int PerPage = 10;

    /// <summary>The query string for a text.</summary>
    public static string Of(string text, int perPage = PerPage)
    {
        var query = new StringBuilder("q=");
        foreach (var octet in Encoding.UTF8.GetBytes(text))
            query.Append(char.IsAsciiLetterOrDigit((char)octet) ? $"{(char)octet}" : $"%{octet:X2}");
        return query.Append(CultureInfo.InvariantCulture, $"&per_page={perPage}").ToString();
    }
}
