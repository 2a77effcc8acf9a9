namespace Seatrial.Registry.Users;

/// <summary>The request of a new user; a service account is a machine, whose tokens come from administrators.</summary>
internal sealed record NewUser(string? Login, string? Name, bool? Service = null);

/// <summary>A user as others see it.</summary>
internal sealed record UserBody(long Id, string Login, string? Name, bool Service = false);

/// <summary>The user of a token.</summary>
internal sealed record MeBody(UserBody User);

/// <summary>A new user, with the first token for the only time.</summary>
internal sealed record CreatedUserBody(UserBody User, string Token);
