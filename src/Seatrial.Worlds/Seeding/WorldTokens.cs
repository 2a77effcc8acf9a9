using System.Security.Cryptography;
using System.Text;

namespace Seatrial.Worlds.Seeding;

/// <summary>
/// The tokens of the users of a world that was seeded into a database. They come from the seed, so that tests can act as anybody: whoever
/// knows the seed has them all. Never seed a database whose registry others can reach.
/// </summary>
public static class WorldTokens
{
    private const string Prefix = "sea_";
    private const string Base62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /// <summary>The secret of a token.</summary>
    /// <param name="seed">The world's.</param>
    /// <param name="user">Whose.</param>
    /// <param name="name"><see cref="WorldUser.FirstToken"/>, or <see cref="WorldUser.LimitedToken"/> of a scoped user.</param>
    public static string Of(ulong seed, WorldUser user, string name) =>
        Prefix + string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {user.Number} {name}")).Select(octet => Base62[octet % Base62.Length]));
}
