using System.Net;
using System.Runtime.CompilerServices;
using System.Text;

namespace Seatrial.Reports.Page;

/// <summary>
/// A piece of HTML, written as an interpolated string: the literal parts are markup, and every hole is text that is made
/// legible and escaped, unless it is markup itself. Text cannot become markup by being forgotten.
/// </summary>
/// <param name="literalLength">Given by the compiler: the length of all literal parts.</param>
/// <param name="formattedCount">Given by the compiler: the number of holes.</param>
[InterpolatedStringHandler]
internal sealed class Markup(int literalLength, int formattedCount)
{
    public static readonly Markup None = new(0, 0);

    private const int GuessedHole = 24;
    private readonly StringBuilder _html = new(literalLength + (formattedCount * GuessedHole));

    /// <summary>Markup that was not made here; only for texts that are part of this program.</summary>
    public static Markup Raw(string html)
    {
        var markup = new Markup(html.Length, 0);
        markup.AppendLiteral(html);
        return markup;
    }

    public static Markup Join(IEnumerable<Markup> pieces)
    {
        var joined = new Markup(0, 0);
        joined.AppendFormatted(pieces);
        return joined;
    }

    public void AppendLiteral(string markup) => _html.Append(markup);

    public void AppendFormatted(string text) => _html.Append(WebUtility.HtmlEncode(Legible.Of(text)));

    public void AppendFormatted(int number) => _html.Append(number);

    public void AppendFormatted(Markup markup) => _html.Append(markup._html);

    public void AppendFormatted(IEnumerable<Markup> pieces)
    {
        foreach (var piece in pieces)
            AppendFormatted(piece);
    }

    public override string ToString() => _html.ToString();
}
