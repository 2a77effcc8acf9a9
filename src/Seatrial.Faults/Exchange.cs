namespace Seatrial.Faults;

/// <summary>
/// What can be done to one crossing while it is under way. A fault kind is a few of these in some order; each boundary does
/// them in the way of its own wire. At the start the request has been read and nothing has been forwarded.
/// </summary>
public abstract class Exchange
{
    /// <summary>How much of a request or an answer is held while a fault has it; what is longer is a fault that cannot be done, which is told.</summary>
    public const int MostHeld = 64 * 1024 * 1024;

    /// <summary>Which crossing it is.</summary>
    public required Crossing Crossing { get; init; }

    /// <summary>Where it is.</summary>
    public required Tap Tap { get; init; }

    /// <summary>Ends when the client has given up: it closed its connection, or asked for a cancel.</summary>
    public abstract Task ClientGone { get; }

    /// <summary>Sends the request on and reads the answer to its end; the client gets none of it yet.</summary>
    public abstract Task ForwardAsync(CancellationToken cancelled);

    /// <summary>Gives the client the answer that came.</summary>
    public abstract Task RelayAsync(CancellationToken cancelled);

    /// <summary>Gives the client the first part of the answer that came, from 0 to 1, and then cuts it off.</summary>
    public abstract Task RelayPartAsync(double part, CancellationToken cancelled);

    /// <summary>Has the other side refuse the request in its own words; nothing of it is done, and its state is the one after a real error.</summary>
    /// <param name="code">A SQLSTATE or an S3 code; null for the usual one.</param>
    /// <param name="cancelled">Ends the wait.</param>
    public abstract Task RefuseAsync(string? code, CancellationToken cancelled);

    /// <summary>Cuts the client off with a reset, and the other side with it; what was forwarded and answered stays done.</summary>
    public abstract Task CutAsync();

    /// <summary>
    /// Cuts the client off and keeps the request on its way to the other side, which does not notice.
    /// <see cref="ForwardAsync"/> delivers it later.
    /// </summary>
    public abstract Task CutClientAsync();
}
