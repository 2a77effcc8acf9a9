namespace Seatrial.Registry.Storage;

/// <summary>A small object, read whole.</summary>
/// <param name="ETag">The storage's strong validator, in quotes.</param>
internal sealed record StoredObject(byte[] Bytes, string ETag);

/// <summary>An object that is read as a stream; whoever asked for it disposes it.</summary>
internal sealed record StoredStream(Stream Body, long Size) : IAsyncDisposable
{
    public ValueTask DisposeAsync() => Body.DisposeAsync();
}
