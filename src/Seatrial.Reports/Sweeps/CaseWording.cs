using Seatrial.Record;

namespace Seatrial.Reports.Sweeps;

/// <summary>The words and letters that all reports use for what a case came to, and for the two ends of a crossing.</summary>
internal static class CaseWording
{
    /// <summary>The signs in the place of a case that was not tried, and before a crossing that is in one of two recordings.</summary>
    public const string Pruned = "·", Unstable = "≈";

    /// <summary>The side by which the CDN asks.</summary>
    public const string Edge = "edge";

    /// <summary>What a capital letter means, wherever letters are explained.</summary>
    public const string Capital = "A small letter: every promise was kept. A capital letter: one was broken.";

    extension(CaseOutcome outcome)
    {
        /// <summary>The outcome as the record writes it.</summary>
        public string Word => Wording.Kebab(outcome);

        /// <summary>The recovery class in one sentence.</summary>
        public string Meaning => outcome switch
        {
            CaseOutcome.Done => "The user was told that it was done, and it was.",
            CaseOutcome.NotDone => "The user was told that it was not done, it was not, and doing it again worked.",
            CaseOutcome.DoneThoughToldOtherwise =>
                "The user was told that it was not done, and it was, wholly; doing it again told so.",
            CaseOutcome.Recoverable => "Something was left in part, and doing it again made it whole.",
            CaseOutcome.Stuck => "Doing it again was refused, or did not make it whole.",
            CaseOutcome.Lost => "The user was told that it was done, and it was not.",
            CaseOutcome.Corrupt => "Stores contradict each other after all that.",
            CaseOutcome.Unreached => "The fault did not fire: nothing was proved.",
            _ => "The tester could not carry out the case; this says nothing about the registry.",
        };
    }

    extension(Boundary boundary)
    {
        /// <summary>Who is asked by a side; over one boundary both ask: a registry purges its edge, and the edge fetches from it.</summary>
        public string Asked(string side) => boundary switch
        {
            Boundary.ClientRegistry => "registry",
            Boundary.RegistryCdn => side == Edge ? "registry" : "CDN",
            _ => boundary.Word.Split('-')[^1],
        };
    }

    /// <summary>What a case came to, with the sign of a broken promise: a case can be done and have broken one.</summary>
    public static string Told(CaseView view) => view.Verdict == Verdict.Fail ? $"{Verdict.Fail.Sign} {view.Word}" : view.Word;

    /// <summary>Who asks whom: <c>registry → database</c>.</summary>
    public static string Route(CrossingFound crossing) =>
        crossing.Side.Length == 0 ? crossing.Boundary.Sides : $"{crossing.Side} → {crossing.Boundary.Asked(crossing.Side)}";

    /// <summary>What is asked, and the how many-th time: <c>INSERT jobs, no. 2</c>.</summary>
    public static string Operation(CrossingFound crossing) =>
        crossing.Occurrence == 1 ? crossing.Operation : $"{crossing.Operation}, no. {crossing.Occurrence}";

    /// <summary>The name of a store, and what it held.</summary>
    public static (string Store, string Held) Split(string line) =>
        line.Split(": ", 2) is [var store, var held] ? (store, held) : ("", line);
}
