namespace Seatrial.Record;

/// <summary>
/// A race of two clients ended: one of them was held at each of its crossings while the other one ran, and what both were told and
/// what was left were looked at.
/// </summary>
public sealed record RaceFinished : RecordEvent
{
    /// <summary>The race's name, such as <c>same-version</c>.</summary>
    public required string Race { get; init; }

    /// <summary>What the two clients do, in one sentence.</summary>
    public required string Story { get; init; }

    /// <summary>How many crossings the client who is held makes when it is alone.</summary>
    public required int Crossings { get; init; }

    /// <summary>At how many of them it was to be held. The others were left out by a rule.</summary>
    public required int Positions { get; init; }

    /// <summary>At how many of them it was held while the other client ran. 0 proves nothing.</summary>
    public required int Reached { get; init; }

    /// <summary>In how many of these the other client did not get to its end before the first one was released: it waits for a lock.</summary>
    public required int Waited { get; init; }

    /// <summary>In how many of these something did not hold.</summary>
    public required int Broken { get; init; }

    /// <summary>How many times something was looked at.</summary>
    public required int Checks { get; init; }

    /// <summary>The positions, in the order of the crossings; each can be run again by its id.</summary>
    public IReadOnlyList<RacePlace> Places { get; init => field = value ?? []; } = [];

    /// <summary>Why crossings were left out, each with how many.</summary>
    public IReadOnlyList<string> LeftOut { get; init => field = value ?? []; } = [];

    /// <summary>Pass, fail, hollow (a position was not reached, or there was none) or harness-error.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>What it came to, in one sentence.</summary>
    public required string Sentence { get; init; }

    /// <summary>How long it took.</summary>
    public required double Milliseconds { get; init; }
}

/// <summary>One position of a race: where the one client was held while the other one ran.</summary>
/// <param name="Id">Its id, the same in every run: the race's name and eight hex digits.</param>
/// <param name="Crossing">The crossing.</param>
/// <param name="Reached">Whether the client was held there.</param>
/// <param name="Waited">Whether the other one waited meanwhile.</param>
/// <param name="Broken">Whether something did not hold.</param>
public sealed record RacePlace(string Id, string Crossing, bool Reached, bool Waited, bool Broken);
