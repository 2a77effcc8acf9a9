using Seatrial.Registry.Crates;
using Seatrial.Registry.Http;
using Seatrial.Registry.Search;

namespace Seatrial.Defects;

/// <summary>When the database does not answer, a search finds nothing and says so with 200.</summary>
internal static class OutageIsEmpty
{
    public static Defect Defect { get; } = new(
        "outage-is-empty",
        "53 (#8576), made worse: a search that fails says that there is nothing",
        "When the database does not answer, a search finds nothing and says so with 200.",
        Check.Sweep("search", "I7", "error"))
    {
        Wiring = Wiring.Standard with { Search = Wiring.Standard.Search.Around("search", FindNothing) },
    };

    private static async Task<Refusal?> FindNothing(SearchAttempt attempt, Func<Task<Refusal?>> find)
    {
        try
        {
            return await find();
        }
        catch (DbException)
        {
            attempt.Found = new CratesBody([], new PageMeta(0));
            return null;
        }
    }
}
