using Seatrial.Registry.Search;

namespace Seatrial.Defects;

/// <summary>The total of a search counts a crate that matches by its name and by its text twice.</summary>
internal static class TotalCountsTwice
{
    public static Defect Defect { get; } = new(
        "total-counts-twice",
        "52 (#13032): a crate is counted twice",
        "The total of a search counts a crate that matches by its name and by its text twice.",
        Check.Scenario("search/pages", "API-SRCH-04"))
    {
        Wiring = Wiring.Standard with { Search = Wiring.Standard.Search.After("search", CountTwice) },
    };

    private static void CountTwice(SearchAttempt attempt) =>
        attempt.Found = attempt.Found! with { Meta = attempt.Found.Meta with { Total = 2 * attempt.Found.Meta.Total } };
}
