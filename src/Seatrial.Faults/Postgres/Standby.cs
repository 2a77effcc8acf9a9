using System.Buffers;
using System.Net.Sockets;

namespace Seatrial.Faults.Postgres;

/// <summary>
/// Reads on from a client while an exchange has its request: so its end is noticed, and the rest of a request comes in.
/// </summary>
internal sealed class Standby : IAsyncDisposable
{
    private const int OneRead = 16 * 1024;

    private readonly Socket _client;
    private readonly CancellationTokenSource _ended;
    private readonly Lock _lock = new();
    private readonly ArrayBufferWriter<byte> _read = new();
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _reading;
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Standby(Socket client, CancellationToken cancelled)
    {
        _client = client;
        _ended = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        _reading = ReadAsync(_ended.Token);
    }

    /// <summary>Ends when the client has closed its connection.</summary>
    public Task Gone => _gone.Task;

    /// <summary>Moves to the window what has come, and waits until something has.</summary>
    /// <exception cref="IOException">The client has gone, and nothing more will come.</exception>
    public async Task MoveAsync(Window window, CancellationToken cancelled)
    {
        while (true)
        {
            Task news;
            lock (_lock)
            {
                if (MoveTo(window))
                    return;
                if (_gone.Task.IsCompleted)
                    throw new IOException("The client has gone in the middle of its request.");
                news = _news.Task;
            }

            await news.WaitAsync(cancelled);
        }
    }

    /// <summary>Ends the reading. What has come is moved to the window.</summary>
    public async ValueTask EndAsync(Window window)
    {
        await DisposeAsync();
        MoveTo(window);
    }

    public async ValueTask DisposeAsync()
    {
        // A receive that is cancelled has taken nothing.
        if (!_reading.IsCompleted)
            await _ended.CancelAsync();
        await _reading;
        _ended.Dispose();
    }

    private bool MoveTo(Window window)
    {
        if (_read.WrittenCount == 0)
            return false;
        window.Add(_read.WrittenSpan);
        _read.Clear();
        return true;
    }

    private async Task ReadAsync(CancellationToken cancelled)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(OneRead);
        try
        {
            // What is more stays in the socket; nothing that a fault holds is that long.
            while (_read.WrittenCount <= Exchange.MostHeld && await _client.ReceiveAsync(buffer, SocketFlags.None, cancelled) is > 0 and var count)
                lock (_lock)
                {
                    _read.Write(buffer.AsSpan(0, count));
                    Tell();
                }

            GoneIf(_read.WrittenCount <= Exchange.MostHeld);
        }
        catch (OperationCanceledException)
        {
            // The exchange is over.
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            GoneIf(true);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void GoneIf(bool gone)
    {
        lock (_lock)
        {
            if (gone)
                _gone.TrySetResult();
            Tell();
        }
    }

    private void Tell()
    {
        var news = _news;
        _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        news.SetResult();
    }
}
