using System.Text;

namespace Seatrial.Faults.Http;

/// <summary>The head of an HTTP/1.1 request, as it came: request line, headers, empty line. A view on the bytes, not a copy.</summary>
public readonly ref struct RequestHead
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _lineEnd;

    /// <summary>A head that is known to be well formed.</summary>
    internal RequestHead(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _lineEnd = bytes.IndexOf("\r\n"u8);
        var line = bytes[.._lineEnd];
        var method = line.IndexOf((byte)' ');
        Method = Encoding.Latin1.GetString(line[..method]);
        Target = Encoding.Latin1.GetString(line[(method + 1)..line.LastIndexOf((byte)' ')]);
    }

    /// <summary>Such as <c>GET</c>.</summary>
    public string Method { get; }

    /// <summary>Path and query as they were sent: nothing is decoded.</summary>
    public string Target { get; }

    /// <summary>The path as it was sent.</summary>
    public string Path => Target.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? Target[..query] : Target;

    /// <summary>The query as it was sent, without the question mark; empty when there is none.</summary>
    public string Query => Target.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? Target[(query + 1)..] : "";

    /// <summary>The first header of this name; null when there is none.</summary>
    public string? Header(string name)
    {
        for (var rest = _bytes[(_lineEnd + 2)..]; rest.IndexOf("\r\n"u8) is var end and > 0; rest = rest[(end + 2)..])
            if (end > name.Length && rest[name.Length] == ':' && Ascii.EqualsIgnoreCase(rest[..name.Length], name))
                return Encoding.Latin1.GetString(rest[(name.Length + 1)..end].Trim(" \t"u8));
        return null;
    }

    /// <summary>A parameter of the query, decoded; empty for one without a value, null when it is not there.</summary>
    public string? Parameter(string name)
    {
        foreach (var pair in Query.Split('&'))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if ((equals < 0 ? pair : pair[..equals]) == name)
                return equals < 0 ? "" : Uri.UnescapeDataString(pair[(equals + 1)..]);
        }

        return null;
    }
}
