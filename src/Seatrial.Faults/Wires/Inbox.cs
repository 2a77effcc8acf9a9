using System.Buffers;
using System.Net.Sockets;

namespace Seatrial.Faults.Wires;

/// <summary>What has come from one socket and has not been used yet, in one pooled buffer of a fixed size.</summary>
internal sealed class Inbox(Socket socket, int size) : IDisposable
{
    private readonly byte[] _bytes = ArrayPool<byte>.Shared.Rent(size);
    private int _start;
    private int _end;

    /// <summary>Where it comes from.</summary>
    public Socket Socket => socket;

    /// <summary>What has come.</summary>
    public ReadOnlyMemory<byte> Unread => _bytes.AsMemory(_start, _end - _start);

    /// <summary>Whether nothing more fits before some is used.</summary>
    public bool IsFull => _end - _start >= size;

    /// <summary>Uses some of it.</summary>
    public void Use(int count)
    {
        _start += count;
        if (_start == _end)
            _start = _end = 0;
    }

    /// <summary>Waits for more. Not when it is full.</summary>
    /// <returns>False when no more will come.</returns>
    public async ValueTask<bool> FillAsync(CancellationToken cancelled)
    {
        if (_end >= size)
        {
            _bytes.AsSpan(_start, _end - _start).CopyTo(_bytes);
            (_start, _end) = (0, _end - _start);
        }

        var count = await socket.ReceiveAsync(_bytes.AsMemory(_end, size - _end), cancelled);
        _end += count;
        return count > 0;
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);
}
