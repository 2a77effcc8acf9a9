using System.Net;

namespace Seatrial.Worlds.Filling;

/// <summary>
/// The users of a world in a registry. Only an administrator of a reference registry can make them; anywhere else everything belongs to the
/// token's own user.
/// </summary>
internal sealed class FillUsers(World world, RegistryClient client, string token)
{
    // Made when a fill goes on: the first tokens were shown once.
    private const string LaterToken = "seed";

    private readonly string?[] _tokens = new string?[world.UserCount];
    private int _made;

    /// <summary>How many were made now.</summary>
    public int Made => _made;

    /// <summary>Whether the registry makes no users for the token.</summary>
    public bool OneUser { get; private set; }

    public string TokenOf(int user) => _tokens[user] ?? token;

    /// <summary>Makes them.</summary>
    /// <returns>Why not; null when they are there, or the registry makes none.</returns>
    public async Task<string?> Make(int parallel, CancellationToken cancel)
    {
        // The first one alone: it shows whether there are users to be had.
        var first = await client.CreateUser(world.User(0), cancel);
        if (first.Status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.MethodNotAllowed or HttpStatusCode.Unauthorized)
        {
            OneUser = true;
            return null;
        }

        var problem = await Take(world.User(0), first, cancel);
        if (problem is null)
            await Parallel.ForEachAsync(world.Users.Skip(1), new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = cancel }, async (user, ended) =>
            {
                if (problem is null && await Take(user, await client.CreateUser(user, ended), ended) is { } why)
                    problem = why;
            });
        return problem;
    }

    /// <summary>Locks those who are locked in the world, once they have published.</summary>
    public async Task<string?> Lock(CancellationToken cancel)
    {
        foreach (var user in OneUser ? [] : world.Users.Where(user => user.Kind == UserKind.Locked))
            if (await client.Lock(user.Login, cancel) is { IsSuccess: false } answer)
                return $"{user.Login} could not be locked. {answer}";
        return null;
    }

    private async Task<string?> Take(WorldUser user, ClientAnswer created, CancellationToken cancel)
    {
        if (created.IsSuccess && created.Find("token") is { } secret)
        {
            _tokens[user.Number] = secret;
            Interlocked.Increment(ref _made);
            if (user.Kind != UserKind.Scoped || await client.CreateToken(user.Login, WorldUser.LimitedToken, WorldUser.LimitedTo, cancel) is { IsSuccess: true })
                return null;
            return $"{user.Login} could not be given a limited token.";
        }

        if (!created.IsThere)
            return $"{user.Login} could not be made. {created}";
        if (user.Kind == UserKind.Locked && await client.Unlock(user.Login, cancel) is { IsSuccess: false } locked)
            return $"{user.Login} could not be unlocked to publish. {locked}";
        var answer = await client.CreateToken(user.Login, LaterToken, null, cancel);
        _tokens[user.Number] = answer.Find("api_token", "token");
        return _tokens[user.Number] is null ? $"{user.Login} is there, and could not be given a token. {answer}" : null;
    }
}
