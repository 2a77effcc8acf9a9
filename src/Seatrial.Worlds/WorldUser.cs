namespace Seatrial.Worlds;

/// <summary>What kind of user somebody is.</summary>
public enum UserKind
{
    /// <summary>Has an account and has never published.</summary>
    New,

    /// <summary>Publishes with a token that may do everything and never ends.</summary>
    Legacy,

    /// <summary>Also has a token for some actions on some crates alone.</summary>
    Scoped,

    /// <summary>A machine, whose tokens come from administrators.</summary>
    Robot,

    /// <summary>Has published, and is locked now.</summary>
    Locked,
}

/// <summary>A user of a world.</summary>
/// <param name="Number">From 0 on.</param>
/// <param name="Login">Unique whatever the case.</param>
/// <param name="Name">To be shown.</param>
/// <param name="Kind">What kind of user.</param>
/// <param name="CreatedAt">Before the user's first crate.</param>
public sealed record WorldUser(int Number, string Login, string Name, UserKind Kind, DateTimeOffset CreatedAt)
{
    /// <summary>The name of the token that every user has from the beginning.</summary>
    public const string FirstToken = "first";

    /// <summary>The name of the limited token of <see cref="UserKind.Scoped"/>.</summary>
    public const string LimitedToken = "ci";

    /// <summary>What the limited token is for, in crates.io's words.</summary>
    public static IReadOnlyList<string> LimitedTo { get; } = ["publish-update", "yank"];

    /// <summary>Why a locked user is locked.</summary>
    public const string LockReason = "The account published what it should not have.";
}
