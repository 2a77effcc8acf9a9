namespace Seatrial.Faults.Postgres;

/// <summary>What a client is told of a statement that was refused: the server's own words, without what only concerns how it was made to refuse.</summary>
internal static class Refused
{
    /// <summary>Writes the answer up to its ReadyForQuery.</summary>
    /// <param name="answer">Where it is written to.</param>
    /// <param name="held">What the server answered, and where in it the first message begins.</param>
    /// <param name="own">Behind how many of the client's own Parse and Bind came ours, which it must not see; null when there is none.</param>
    public static void Write(MemoryStream answer, (byte[] Bytes, int First) held, (int Parses, int Binds)? own)
    {
        answer.Write(held.Bytes.AsSpan(0, held.First));
        var (parses, binds) = (0, 0);
        foreach (var (type, message) in Messages(held))
        {
            var isOurs = type switch
            {
                Message.ParseComplete => own is { } ours && parses++ == ours.Parses,
                Message.BindComplete => own is { } ours && binds++ == ours.Binds,
                Message.ReadyForQuery => true,
                _ => false,
            };
            if (!isOurs)
                answer.Write(message.Span);
        }
    }

    /// <summary>Writes what the server tells at any time, and nothing else.</summary>
    public static void WriteNews(MemoryStream answer, (byte[] Bytes, int First) held)
    {
        foreach (var (type, message) in Messages(held))
            if (type is Message.Notification or Message.ParameterStatus)
                answer.Write(message.Span);
    }

    /// <summary>Writes a ReadyForQuery.</summary>
    public static void WriteReady(MemoryStream answer, byte status) => answer.Write([Message.ReadyForQuery, 0, 0, 0, 5, status]);

    private static IEnumerable<(byte Type, ReadOnlyMemory<byte> Message)> Messages((byte[] Bytes, int First) held)
    {
        for (var at = held.First; at + Message.Header <= held.Bytes.Length;)
        {
            var length = Math.Min(Message.Length(held.Bytes.AsSpan(at)), held.Bytes.Length - at);
            yield return (held.Bytes[at], held.Bytes.AsMemory(at, length));
            at += length;
        }
    }
}
