namespace Seatrial.Faults;

/// <summary>A fault that waits for its crossing, and the proof that it came.</summary>
public sealed class ArmedFault : IDisposable
{
    private readonly Watch _watch;
    private readonly TaskCompletionSource<Exchange> _fired = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Task> _acts = [];
    private int _times;
    private volatile bool _healed;

    internal ArmedFault(Fault fault, Watch watch) => (Fault, _watch) = (fault, watch);

    /// <summary>What is armed.</summary>
    public Fault Fault { get; }

    /// <summary>How often it was done. A fault that never fired has proved nothing.</summary>
    public int Times => Volatile.Read(ref _times);

    /// <summary>Ends when the fault has its crossing: the exchange is under way and has not been forwarded.</summary>
    public Task<Exchange> Fired => _fired.Task;

    /// <summary>Why it could not be done to the crossing that it took, such as a body that is too long to hold; null when nothing was in the way.</summary>
    public string? NotDone { get; private set; }

    /// <summary>Tells why it cannot be done, so that it does not count. Called by the tap that has the crossing.</summary>
    internal void CannotBeDone(string why)
    {
        NotDone = why;
        Interlocked.Decrement(ref _times);
    }

    /// <summary>Lets go what the fault holds: an exchange that is held, or a request that is to be delivered late.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>Ends when <see cref="Release"/> was called.</summary>
    public Task Released => _released.Task;

    /// <summary>Heals: it is not done again, an outage ends and what is held goes on.</summary>
    public void Heal()
    {
        _healed = true;
        _watch.Disarm(this);
        Fault.Kind.Heal(this, _watch);
        Release();
    }

    /// <summary>Heals.</summary>
    public void Dispose() => Heal();

    internal Watch Watch => _watch;

    /// <summary>Whether it was healed: what begins now must not outlast that.</summary>
    internal bool IsHealed => _healed;

    /// <summary>Whether it is for this crossing; when it is not sticky, it is for no other after it.</summary>
    internal bool Takes(Crossing crossing)
    {
        var target = Fault.Crossing;
        if (Fault.Sticky)
            return crossing.IsLike(target) && crossing.Occurrence >= target.Occurrence && Interlocked.Increment(ref _times) > 0;
        return crossing.Is(target) && Interlocked.CompareExchange(ref _times, 1, 0) == 0;
    }

    /// <summary>Ends when nothing of the fault is under way any more: what was to be delivered late has been, what was held has gone on.</summary>
    public Task Ended
    {
        get
        {
            lock (_acts)
                return Task.WhenAll([.. _acts]);
        }
    }

    /// <summary>Does the fault to an exchange. Called by the tap that has it.</summary>
    public async Task ActAsync(Exchange exchange, CancellationToken cancelled)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_acts)
            _acts.Add(ended.Task);
        _fired.TrySetResult(exchange);
        try
        {
            await Fault.Kind.ActAsync(exchange, this, cancelled);
        }
        finally
        {
            ended.SetResult();
        }
    }
}
