namespace Seatrial.Registry.Sql;

/// <summary>What write transactions can be about: those of one key never run at the same time.</summary>
internal static class LockKeys
{
    /// <summary>Claiming jobs: a short statement, and the one place where runners of several processes meet.</summary>
    public const string Jobs = "jobs";

    /// <summary>Removing full buckets of the rate limits.</summary>
    public const string RateLimits = "rate-limits";

    /// <summary>Changing the schema.</summary>
    public const string Migrations = "migrations";

    /// <summary>A crate with its versions, owners and keywords.</summary>
    public static string Crate(string canonical) => $"crate/{canonical}";

    /// <summary>Counting and writing the refusals of a user.</summary>
    public static string Refusals(string login) => $"refusals/{login}";

    /// <summary>A user with its tokens.</summary>
    public static string User(string canonical) => $"user/{canonical}";
}
