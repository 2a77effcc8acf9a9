using System.Collections.Concurrent;
using System.Threading.Channels;

namespace Seatrial.Load.Recording;

/// <summary>
/// Joins the seconds of all threads of a load. Each second is told once, when every thread has passed it, and added to the whole; then its
/// memory is used again. So a load of a day takes no more memory than one of a minute.
/// </summary>
/// <param name="operations">How many kinds of requests there are.</param>
/// <param name="parts">How many threads.</param>
/// <param name="told">Told of each second, in order and with its number from 0; it must not keep the tally.</param>
internal sealed class Collector(int operations, int parts, Action<int, Tally> told)
{
    private readonly Channel<(int Second, Tally Tally)> _passed = Channel.CreateUnbounded<(int, Tally)>(new() { SingleReader = true });
    private readonly ConcurrentQueue<Tally> _empty = [];
    private readonly int _parts = parts;
    private int _running = parts;

    /// <summary>All seconds together; whole once <see cref="RunAsync"/> has ended.</summary>
    public Tally Whole { get; } = new(operations);

    public Tally Empty() => _empty.TryDequeue(out var tally) ? tally : new Tally(operations);

    public void Take(int second, Tally tally) => _passed.Writer.TryWrite((second, tally));

    public void Finish()
    {
        if (Interlocked.Decrement(ref _running) == 0)
            _passed.Writer.TryComplete();
    }

    /// <summary>Joins until the last thread has finished.</summary>
    public async Task RunAsync()
    {
        var waiting = new SortedDictionary<int, (int Parts, Tally Tally)>();
        await foreach (var (second, tally) in _passed.Reader.ReadAllAsync())
        {
            if (waiting.TryGetValue(second, out var joined))
            {
                joined.Tally.Add(tally);
                Reuse(tally);
                waiting[second] = (joined.Parts + 1, joined.Tally);
            }
            else
            {
                waiting[second] = (1, tally);
            }

            while (waiting.FirstOrDefault() is { Value: { Parts: var had, Tally: { } first } } oldest && had == _parts)
                Tell(oldest.Key, first, waiting);
        }

        // Threads that ended earlier than others leave last seconds that not all of them passed.
        while (waiting.FirstOrDefault() is { Value.Tally: { } last } rest)
            Tell(rest.Key, last, waiting);
    }

    private void Tell(int second, Tally tally, SortedDictionary<int, (int, Tally)> waiting)
    {
        waiting.Remove(second);
        Whole.Add(tally);
        told(second, tally);
        Reuse(tally);
    }

    private void Reuse(Tally tally)
    {
        tally.Clear();
        _empty.Enqueue(tally);
    }
}
