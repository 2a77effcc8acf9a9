namespace Seatrial.Registry.Publish;

/// <summary>
/// The memory that the bodies of all publishes may have together. Who comes when it is taken waits in line, and gives up before a
/// client would: many large publishes at once then cost time, not the process.
/// </summary>
internal sealed class PublishMemory
{
    // Cargo gives up after 30 s without a byte (API-GEN-14), and the publish itself needs time too.
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly LinkedList<Waiter> _line = new();
    private readonly TimeProvider _clock;
    private readonly long _capacity;
    private long _free;

    /// <param name="capacity">In bytes.</param>
    public PublishMemory(long capacity, TimeProvider clock) => (_capacity, _free, _clock) = (capacity, capacity, clock);

    public long Free
    {
        get
        {
            lock (_lock)
                return _free;
        }
    }

    /// <summary>Takes so many bytes, of those that there are at most, to be given back.</summary>
    /// <returns>How many were taken; null when there were none within <see cref="Patience"/>.</returns>
    public async Task<long?> Take(long wanted, CancellationToken cancel)
    {
        var bytes = Math.Min(wanted, _capacity);
        Waiter waiter;
        lock (_lock)
        {
            if (_line.Count == 0 && _free >= bytes)
            {
                _free -= bytes;
                return bytes;
            }

            _line.AddLast(waiter = new Waiter(bytes));
        }

        try
        {
            await waiter.Admitted.Task.WaitAsync(Patience, _clock, cancel);
            return bytes;
        }
        catch (TimeoutException)
        {
            return Leave(waiter) ? null : bytes;
        }
        catch (OperationCanceledException)
        {
            if (!Leave(waiter))
                Give(bytes);
            throw;
        }
    }

    public void Give(long bytes)
    {
        lock (_lock)
        {
            _free += bytes;
            Admit();
        }
    }

    /// <summary>Leaves the line; false when the waiter was admitted meanwhile.</summary>
    private bool Leave(Waiter waiter)
    {
        lock (_lock)
        {
            if (!_line.Remove(waiter))
                return false;
            // A large one at the head may have kept small ones out.
            Admit();
            return true;
        }
    }

    private void Admit()
    {
        while (_line.First is { Value: var next } && next.Bytes <= _free)
        {
            _free -= next.Bytes;
            _line.RemoveFirst();
            next.Admitted.SetResult();
        }
    }

    private sealed record Waiter(long Bytes)
    {
        public TaskCompletionSource Admitted { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
