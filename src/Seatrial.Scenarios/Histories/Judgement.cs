namespace Seatrial.Scenarios.Histories;

/// <summary>What a check of one object came to.</summary>
internal abstract record Judgement
{
    /// <summary>Some order of the operations explains all that was told.</summary>
    public sealed record Legal : Judgement;

    /// <summary>The check reached its bounds; it says nothing.</summary>
    /// <param name="Reason">Which bound, in one sentence.</param>
    public sealed record NotDecided(string Reason) : Judgement;

    /// <summary>No order does.</summary>
    /// <param name="Sentence">Why, without a full stop; best after the entries were reduced.</param>
    /// <param name="Violating">The answer that cannot be, and what contradicts it.</param>
    public sealed record Illegal(string Sentence, params IReadOnlyList<Operation> Violating) : Judgement;

    public static readonly Judgement Explained = new Legal();
}
