using System.Globalization;

namespace Seatrial.Faults.Http;

/// <summary>HTTP without an API that has names: operations are called by method and path, refusals are a status.</summary>
/// <param name="keyHeader">The header whose value names the operation where it is sent, such as <c>xkey</c> for the purges of a CDN; null for none.</param>
public sealed class PlainHttp(string? keyHeader = null) : HttpApi
{
    /// <inheritdoc/>
    public override HttpOperation Of(RequestHead head, Names names)
    {
        var key = keyHeader is null ? null : head.Header(keyHeader);
        var traits = head.Method is "GET" or "HEAD" or "OPTIONS" or "TRACE" ? Traits.Retried : Traits.Writes | Traits.Commits | Traits.Retried;
        return new HttpOperation($"{head.Method} {names.Normalise(key ?? Template(head))}", traits, $"{head.Method} {head.Path}{(key is null ? "" : $" {keyHeader}: {key}")}");
    }

    /// <summary>A status by its number; 503 when there is none.</summary>
    public override Refusal Refuse(RequestHead head, string? code)
    {
        var status = int.TryParse(code, CultureInfo.InvariantCulture, out var number) && number is >= 400 and < 600 ? number : 503;
        return new Refusal(status, [("Content-Type", "text/plain")], $"{code ?? Reasons.Of(status)}\n");
    }

    // Values of a query may hold secrets and mostly differ between runs: their names are what is asked for.
    private static string Template(RequestHead head)
    {
        var path = string.Join('/', ContentHash.Normalise(Uri.UnescapeDataString(head.Path)).Split('/')
            .Select(part => part.Length > 0 && part.All(char.IsAsciiDigit) ? "{number}" : part));
        return head.Query.Length == 0 ? path : $"{path}?{string.Join('&', head.Query.Split('&').Select(pair => pair.Split('=')[0]))}";
    }
}
