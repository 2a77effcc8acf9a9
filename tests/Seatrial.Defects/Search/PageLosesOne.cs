using Seatrial.Registry.Search;

namespace Seatrial.Defects;

/// <summary>After the first page of a query that has more than letters and digits a crate is left out.</summary>
internal static class PageLosesOne
{
    public static Defect Defect { get; } = new(
        "page-loses-one",
        "48 (#8052, PR #8194): the pages of some queries do not join",
        "After the first page of a query that has more than letters and digits a crate is left out.",
        Check.Scenario("search/pages", "API-SRCH-04"))
    {
        Wiring = Wiring.Standard with { Search = Wiring.Standard.Search.After("search", Lose) },
    };

    private static void Lose(SearchAttempt attempt)
    {
        if (attempt.Query.Paging.Page > 1 && attempt.Query.Words.Any(word => !word.All(char.IsAsciiLetterOrDigit)))
            attempt.Found = attempt.Found! with { Crates = [.. attempt.Found.Crates.Skip(1)] };
    }
}
