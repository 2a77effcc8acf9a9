namespace Seatrial.Registry.Steps;

/// <summary>
/// Does together what many ask for at one time: while one round runs, the next one gathers. Alone, nobody waits; under load, a
/// round trip or a commit serves many.
/// </summary>
/// <param name="most">How many may share a round.</param>
/// <param name="run">
/// Does a round. The next one begins when it returns; its callers wait for the task that it returns, too.
/// </param>
internal sealed class Rounds<T>(int most, Func<IReadOnlyList<T>, Task<Task>> run)
{
    private readonly Lock _lock = new();
    private List<T>? _gathering;
    private Task<Task> _last = Task.FromResult(Task.CompletedTask);

    /// <summary>Joins the next round and waits for its end; a failure of the round is a failure of each that joined.</summary>
    public async Task Join(T item)
    {
        Task<Task> round;
        lock (_lock)
        {
            if (_gathering is null || _gathering.Count >= most)
                _last = Start(_gathering = [], _last);
            _gathering.Add(item);
            round = _last;
        }

        await await round;
    }

    private async Task<Task> Start(List<T> items, Task before)
    {
        // Off the lock at once, in which the first item is still to be added.
        await Task.Yield();
        // How that round ended is its callers' business.
        await Task.WhenAny(before);
        lock (_lock)
            if (_gathering == items)
                _gathering = null;
        return await run(items);
    }
}
