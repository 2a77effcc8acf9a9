using System.Globalization;

namespace Seatrial.Worlds;

/// <summary>Who is there, and who owns what: most crates go to somebody who has some already, and the more the likelier.</summary>
internal static class Users
{
    // The first crates are of different users, then every fourth is of a new one.
    private const int FirstOwners = 6;
    private const int CratesPerOwner = 4;

    // Every sixth user has never published.
    private const int OwnersPerNewcomer = 5;

    private const int CoOwnedPermille = 150;

    public static int Count(int crates) => Number(Owners(crates) - 1) + 1;

    /// <summary>The user who owns a crate and publishes it.</summary>
    public static int Owner(ulong seed, int crate)
    {
        while (!Brings(crate))
            crate = new Chance(seed, Topic.Owner, crate).Below(crate);
        return Number(Owners(crate + 1) - 1);
    }

    /// <summary>The user who was added to the owners of a crate; null for most.</summary>
    public static int? CoOwner(ulong seed, int crate)
    {
        var chance = new Chance(seed, Topic.CoOwner, crate);
        if (crate == 0 || !(chance.Permille(CoOwnedPermille) || crate == EdgeCases.Texts))
            return null;
        var other = Owner(seed, chance.Below(crate));
        return other == Owner(seed, crate) ? null : other;
    }

    public static WorldUser Of(ulong seed, int user)
    {
        var chance = new Chance(seed, Topic.User, user);
        var owner = user - (user / (OwnersPerNewcomer + 1));
        var crate = owner < FirstOwners ? owner : (owner - FirstOwners + 2) * CratesPerOwner;
        return new(user, Login(seed, user), $"{Capital(Words.MadeUp(chance.Below(Permutation.Size)))} {Capital(chance.Of(Words.Trade))}", Kind(ref chance, user),
            DateTimeOffset.FromUnixTimeMilliseconds(Growth.Created(Math.Min(crate, World.MostCrates))) - TimeSpan.FromDays(1));
    }

    private static bool Brings(int crate) => crate < FirstOwners || crate % CratesPerOwner == 0;

    // How many owners the first so many crates have.
    private static int Owners(int crates) => crates <= FirstOwners ? crates : FirstOwners + ((crates - 1) / CratesPerOwner) - 1;

    private static int Number(int owner) => owner + (owner / OwnersPerNewcomer);

    // The first are of every kind.
    private static UserKind Kind(ref Chance chance, int user) => user switch
    {
        _ when user % (OwnersPerNewcomer + 1) == OwnersPerNewcomer => UserKind.New,
        < OwnersPerNewcomer => (UserKind)(1 + (user % 4)),
        _ => chance.Below(100) switch { < 70 => UserKind.Legacy, < 94 => UserKind.Scoped, < 99 => UserKind.Robot, _ => UserKind.Locked },
    };

    // The longest login, and each of its signs, are somebody's.
    private static string Login(ulong seed, int user)
    {
        var word = Words.MadeUp(Permutation.Of(seed, Topic.Login, user));
        return user switch
        {
            1 => $"{word}-{new string('l', 64 - word.Length - 1)}",
            2 => $"{word}.bot_",
            3 => $"0{Capital(word)}",
            _ => word,
        };
    }

    private static string Capital(string word) => string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(word[0])}{word[1..]}");
}
