namespace Seatrial.Faults.Http;

/// <summary>How an answer ended.</summary>
/// <param name="After">What may follow on the connection.</param>
/// <param name="HeadLength">The bytes of its head, with those of the interim answers before it.</param>
/// <param name="TooLong">Whether it was more than its reader takes.</param>
internal readonly record struct AnswerEnd(After After, int HeadLength = 0, bool TooLong = false);

/// <summary>What becomes of a connection after an exchange.</summary>
internal enum After
{
    /// <summary>It is closed, or has been cut already.</summary>
    Close,

    /// <summary>The next request may come.</summary>
    GoOn,

    /// <summary>It is no longer HTTP: CONNECT, or an upgrade.</summary>
    Tunnel,
}
