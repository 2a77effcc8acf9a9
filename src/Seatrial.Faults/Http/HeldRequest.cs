using System.Buffers;
using Seatrial.Faults.Wires;

namespace Seatrial.Faults.Http;

/// <summary>A request that was read as far as it can be held.</summary>
/// <param name="Bytes">Head and body as they came.</param>
/// <param name="IsWhole">Whether nothing of it is still to come.</param>
/// <param name="Hash">The SHA-256 of the body, when it is whole.</param>
/// <param name="Why">Why it is not whole.</param>
internal sealed record HeldRequest(ReadOnlyMemory<byte> Bytes, bool IsWhole, string Hash, string Why)
{
    /// <summary>Reads a request to its end.</summary>
    /// <param name="client">Begins with the head, and is left at what comes after the request.</param>
    /// <param name="head">Its head.</param>
    /// <param name="tellToGoOn">Answers a client that waits to be told before it sends the body; asked for each time that there is nothing to read.</param>
    /// <param name="cancelled">Ends the wait.</param>
    public static async ValueTask<HeldRequest> ReadAsync(
        Inbox client, Head head, Func<CancellationToken, ValueTask> tellToGoOn, CancellationToken cancelled)
    {
        var body = Body.OfRequest(head);
        var bytes = new ArrayBufferWriter<byte>(head.Length + (int)Math.Clamp(head.ContentLength, 1, Exchange.MostHeld));
        using var payload = new Payload(wrapped: false);
        for (var ready = head.Length; ; ready = 0)
        {
            ready += body.Take(client.Unread.Span[ready..], payload);
            bytes.Write(client.Unread.Span[..ready]);
            client.Use(ready);
            if (body.IsDone)
                return new HeldRequest(bytes.WrittenMemory, IsWhole: true, payload.Text!, "");
            if (body.IsMalformed)
                return Part("the chunks of the request are malformed");
            if (bytes.WrittenCount > Exchange.MostHeld || head.ContentLength > Exchange.MostHeld)
                return Part($"the request is longer than {Exchange.MostHeld} bytes, which is the most that is held");
            if (head.Expects)
                await tellToGoOn(cancelled);
            if (!await client.FillAsync(cancelled))
                return Part("the client went away before it had sent the request");
        }

        HeldRequest Part(string why) => new(bytes.WrittenMemory, IsWhole: false, "", why);
    }
}
