using System.Globalization;

namespace Seatrial.Worlds.Seeding;

/// <summary>Why a database cannot be seeded, in the words that the user sees.</summary>
internal static class SeedProblems
{
    public const string NoSchema = "the database has no tables of the reference registry. Start the registry on it once: it makes them.";

    public static string OtherSchema(long schema) => string.Create(CultureInfo.InvariantCulture,
        $"the database has migration {schema} of the reference registry, this seatrial fills those with migration {Table.Schema}. Start the registry of this version on it once, or use the seatrial of that version.");

    public static string NotEmpty(long crates) => string.Create(CultureInfo.InvariantCulture,
        $"the database holds {crates} crates already. A world goes into an empty registry; give a new database.");
}
