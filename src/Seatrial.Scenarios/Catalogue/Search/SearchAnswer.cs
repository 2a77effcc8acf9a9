using Seatrial.Cargo;

namespace Seatrial.Scenarios.Search;

/// <summary>What may come of a search that makes no sense.</summary>
internal static class SearchAnswer
{
    /// <summary>How <see cref="IsPageOrRefusal"/> is told to people.</summary>
    public const string PageOrRefusal = "200 with a page of crates, or 400 to 499 with an errors body";

    /// <summary>Whether it is a page that cargo can read, or a refusal in the words of the contract (API-SRCH-02, API-GEN-02).</summary>
    /// <param name="found">The answer.</param>
    /// <param name="atMost">How many crates the page may hold.</param>
    public static bool IsPageOrRefusal(Answer found, int atMost = CargoQuery.PerPage) => found.Status == 200
        ? ApiBody.CheckSearch(found.Body, atMost) is null
        : found.Status is >= 400 and < 500 && found.HasErrors;
}
