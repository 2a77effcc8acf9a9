using System.Globalization;

namespace Seatrial.Registry.Limits;

/// <summary>How often one action may be done: some at once, then one each so many seconds.</summary>
/// <param name="Action">Of <see cref="LimitedActions"/>.</param>
/// <param name="Burst">How many at once.</param>
/// <param name="Every">How long until one more may be done.</param>
internal sealed record RateLimit(string Action, int Burst, TimeSpan Every)
{
    // A bucket that takes longer to fill than a year is a ban.
    private static readonly TimeSpan MostToFill = TimeSpan.FromDays(365);

    /// <summary>Reads <c>publish-new=5/600</c>; null when it is no limit.</summary>
    public static RateLimit? Parse(string text)
    {
        if (text.Split('=', '/') is not [var action, var burst, var seconds] || !LimitedActions.All.Contains(action)
            || text.IndexOf('=', StringComparison.Ordinal) > text.IndexOf('/', StringComparison.Ordinal)
            || !int.TryParse(burst, NumberStyles.None, CultureInfo.InvariantCulture, out var many) || many < 1
            || !int.TryParse(seconds, NumberStyles.None, CultureInfo.InvariantCulture, out var each) || each < 1)
            return null;
        return (long)many * each <= (long)MostToFill.TotalSeconds ? new(action, many, TimeSpan.FromSeconds(each)) : null;
    }

    /// <summary>Reads several, separated by commas; null when one of them is wrong or there twice.</summary>
    public static IReadOnlyList<RateLimit>? ParseAll(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var limits = parts.Select(Parse).OfType<RateLimit>().DistinctBy(one => one.Action).ToList();
        return limits.Count == parts.Length ? limits : null;
    }
}

/// <summary>What can be limited.</summary>
internal static class LimitedActions
{
    public const string PublishNew = "publish-new";
    public const string PublishUpdate = "publish-update";

    /// <summary>Yank and unyank.</summary>
    public const string Yank = "yank";

    public const string ChangeOwners = "change-owners";

    /// <summary>Searches, by the user, or by the address of those without a token.</summary>
    public const string Search = "search";

    public static IReadOnlyList<string> All { get; } = [PublishNew, PublishUpdate, Yank, ChangeOwners, Search];
}
