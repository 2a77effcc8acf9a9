using Seatrial.Inside.Data;

namespace Seatrial.Inside;

/// <summary>One crossing that the tester was told of, and the words that it says about it.</summary>
internal sealed class Report(Tester tester, long number) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Queue<Word> _words = new(1);
    private TaskCompletionSource<Word>? _waiting;
    private int _users = 1;

    /// <summary>Its number on the wire.</summary>
    public long Number => number;

    /// <summary>The next word.</summary>
    public Task<Word> NextAsync()
    {
        lock (_lock)
        {
            if (_words.TryDequeue(out var word))
                return Task.FromResult(word);
            // Elsewhere than on the thread that listens, which others wait for.
            _waiting = new TaskCompletionSource<Word>(TaskCreationOptions.RunContinuationsAsynchronously);
            return _waiting.Task;
        }
    }

    /// <summary>A word has come.</summary>
    public void Put(Word word)
    {
        TaskCompletionSource<Word>? waiting;
        lock (_lock)
        {
            waiting = _waiting;
            _waiting = null;
            if (waiting is null)
                _words.Enqueue(word);
        }

        waiting?.TrySetResult(word);
    }

    /// <summary>Says that it is done and held.</summary>
    /// <param name="failure">The provider's error; null when it did it.</param>
    public void Done(Exception? failure) => tester.TrySend(
        Message.Done, number, writer => writer.Byte((byte)(failure is null ? 1 : failure is CannotBeHeld ? 2 : 0)).Text(failure?.Message ?? ""));

    /// <summary>Says that the application has given up.</summary>
    public void Gone(string why) => tester.TrySend(Message.Gone, number, writer => writer.Text(why));

    /// <summary>One more needs its words; each disposes of it.</summary>
    public Report Share()
    {
        Interlocked.Increment(ref _users);
        return this;
    }

    /// <summary>No more words are wanted here.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            tester.End(this);
    }
}

/// <summary>One word of the tester.</summary>
/// <param name="What">What to do.</param>
/// <param name="Part">Of <see cref="Message.Part"/>.</param>
/// <param name="Writes">Of <see cref="Message.Refuse"/>.</param>
/// <param name="Code">Of <see cref="Message.Refuse"/>.</param>
internal readonly record struct Word(Message What, double Part = 0, bool Writes = false, string Code = "")
{
    /// <summary>There is no tester any more.</summary>
    public static Word Lost => new(default);

    public static Word Of(Message kind, MessageContent content) => kind switch
    {
        Message.Part => new Word(kind, Part: content.Double()),
        Message.Refuse => new Word(kind, Writes: content.Byte() != 0, Code: content.Text()),
        _ => new Word(kind),
    };
}
