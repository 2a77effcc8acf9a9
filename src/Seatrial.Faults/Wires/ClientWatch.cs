using System.Net.Sockets;

namespace Seatrial.Faults.Wires;

/// <summary>Sees a client leave while its request is held. What it sends meanwhile is kept in its inbox.</summary>
internal sealed class ClientWatch(Inbox client) : IAsyncDisposable
{
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _over = new();
    private readonly Lock _lock = new();
    private Task? _watching;

    /// <summary>Ends when the client has left; the watch begins when somebody asks. Never, when the watch ends before.</summary>
    public Task Gone
    {
        get
        {
            lock (_lock)
                if (!_over.IsCancellationRequested)
                    _watching ??= WatchAsync(_over.Token);
            return _gone.Task;
        }
    }

    /// <summary>Whether the watch has ended.</summary>
    public bool IsOver => _over.IsCancellationRequested;

    /// <summary>Ends the watch: the inbox is filled by nobody any more.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
            _over.Cancel();
        if (_watching is not null)
            await _watching;
        _over.Dispose();
    }

    private async Task WatchAsync(CancellationToken over)
    {
        try
        {
            // One that sends ahead more than fits is there; when it goes is not seen.
            while (client.IsFull || await client.FillAsync(over))
                if (client.IsFull)
                    await Task.Delay(Timeout.Infinite, over);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // A reset, or our own cut: it has left either way.
        }

        _gone.TrySetResult();
    }
}
