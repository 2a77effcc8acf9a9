namespace Seatrial.Worlds.Filling;

/// <summary>What a registry has of a world.</summary>
/// <param name="Problem">Why it is not the whole world; null when it is. The same call goes on where this one ended.</param>
/// <param name="Crates">Crates that are complete.</param>
/// <param name="Published">Versions that were published now.</param>
/// <param name="There">Versions that were there already.</param>
/// <param name="Yanked">Versions that were yanked now.</param>
/// <param name="Users">Users that were made now.</param>
/// <param name="OneUser">Whether everything belongs to the token's user, because the registry makes no users for that token.</param>
public sealed record Filled(string? Problem, int Crates, long Published, long There, long Yanked, int Users, bool OneUser);
