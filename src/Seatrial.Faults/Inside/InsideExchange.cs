using Seatrial.Inside;

namespace Seatrial.Faults.Inside;

/// <summary>A crossing inside of a process: the acts of a fault are words to it.</summary>
/// <remarks>
/// The application waits for them within its own call. When it has given up, or the process has ended, what was not done yet
/// cannot be done any more, which an <see cref="IOException"/> tells.
/// </remarks>
internal sealed class InsideExchange(TappedProcess process, long number) : Exchange
{
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _doing;
    private bool _isKept;
    private bool _isSettled;

    public override Task ClientGone => _gone.Task;

    /// <summary>The process did what it was told, and holds what came; an error of the database is an answer as any other.</summary>
    public void Done() => _doing?.TrySetResult();

    /// <summary>It did it, and cannot hold what came.</summary>
    public void CannotBeHeld(string why) => _doing?.TrySetException(new InvalidDataException(why));

    /// <summary>The application waits no more.</summary>
    public void GivenUp()
    {
        _gone.TrySetResult();
        if (!_isKept)
            _doing?.TrySetException(new IOException("The application has given up before it was done."));
    }

    /// <summary>There is no process any more.</summary>
    public void ProcessEnded()
    {
        _gone.TrySetResult();
        _doing?.TrySetException(new IOException("The process has ended before it was done."));
    }

    /// <summary>Whatever the fault did: the application does not wait for ever.</summary>
    public void Settle()
    {
        if (!_isSettled && !_isKept)
            process.Send(Message.Cut, number);
    }

    public override async Task ForwardAsync(CancellationToken cancelled)
    {
        if (_gone.Task.IsCompleted && !_isKept)
            throw new IOException("There is nobody any more who could do it.");
        _doing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Send(Message.Do, number);
        await _doing.Task.WaitAsync(cancelled);
    }

    public override Task RelayAsync(CancellationToken cancelled) => Last(Message.Give);

    public override Task RelayPartAsync(double part, CancellationToken cancelled) => Last(Message.Part, writer => writer.Double(part));

    public override Task RefuseAsync(string? code, CancellationToken cancelled) =>
        Last(Message.Refuse, writer => writer.Byte((byte)(Crossing.Traits.HasFlag(Traits.Writes) ? 1 : 0)).Text(code ?? ""));

    public override Task CutAsync() => _isSettled || _isKept ? Task.CompletedTask : Last(Message.Cut);

    public override Task CutClientAsync()
    {
        _isKept = true;
        process.Send(Message.CutClient, number);
        return Task.CompletedTask;
    }

    private Task Last(Message word, Action<MessageWriter>? content = null)
    {
        _isSettled = true;
        process.Send(word, number, content);
        return Task.CompletedTask;
    }
}
