namespace Seatrial.Faults.Tcp;

/// <summary>The toxics of one direction, which change while connections are open.</summary>
internal sealed class Setting
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Toxics _toxics = Toxics.None;

    /// <summary>What holds now, and what ends when that changes.</summary>
    public (Toxics Toxics, Task Changed) Now
    {
        get
        {
            lock (_lock)
                return (_toxics, _changed.Task);
        }
    }

    public void Set(Toxics toxics)
    {
        toxics.Check();
        lock (_lock)
        {
            _toxics = toxics;
            _changed.SetResult();
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }
}
