using System.Globalization;
using System.Text;

namespace Seatrial.Load.Http;

/// <summary>One request of a load. It is rendered once, and can be sent any number of times.</summary>
public sealed class Request
{
    private byte[]? _wire;
    private string? _authority;

    /// <summary>Which of the load's operations it belongs to, by number.</summary>
    public required int Operation { get; init; }

    /// <summary>The method, in capitals.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Where it goes: an absolute URL.</summary>
    public required Uri Url { get; init; }

    /// <summary>Its headers; Host and Content-Length are added.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>Its body; a request without one has null.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Whether answers to it have no body, whatever their headers say.</summary>
    internal bool IsHead => Method == "HEAD";

    /// <summary>Whether it can be sent again when the registry closed a kept connection without an answer (RFC 9110, section 9.2.2).</summary>
    internal bool IsIdempotent => Method is "GET" or "HEAD" or "PUT" or "DELETE" && Body is null;

    /// <summary>Host and port.</summary>
    internal string Authority => _authority ??= $"{Url.Host}:{Url.Port}";

    /// <summary>Its bytes in HTTP/1.1.</summary>
    internal byte[] Wire => _wire ??= Render();

    private byte[] Render()
    {
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{Method} {Url.PathAndQuery} HTTP/1.1\r\nHost: {Url.Authority}\r\n");
        foreach (var (name, value) in Headers)
        {
            if (name.AsSpan().IndexOfAny(" :\r\n") >= 0 || value.AsSpan().IndexOfAny("\r\n\0") >= 0)
                throw new ArgumentException($"The header «{name}» cannot be sent: it has signs that end a header.");
            head.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        if (Body is not null)
            head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n");
        return [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. Body ?? []];
    }
}
