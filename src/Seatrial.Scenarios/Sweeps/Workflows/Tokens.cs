using System.Text;
using Seatrial.Faults;

namespace Seatrial.Scenarios.Sweeps.Workflows;

/// <summary>Making a token, or revoking one. There is no crate in it, so the stores' holdings are empty.</summary>
internal abstract class TokenUse(Lane lane, string name) : Use(lane, new CrateState(name))
{
    protected override CrateState Next() => Before;

    public override Names Names => new([(name, "{token}")]);

    protected string TokenName => name;

    /// <summary>Asks for a token of this name.</summary>
    public static Task<Answer> AskAsync(Registry registry, User user, string name) => registry.Api(
        HttpMethod.Put, "/me/tokens", user, Encoding.UTF8.GetBytes($$$"""{"api_token":{"name":"{{{name}}}"}}"""), ("Content-Type", "application/json"));

    /// <summary>The tokens of this name that the user's list shows.</summary>
    protected async Task<IReadOnlyList<string>?> ListedAsync()
    {
        var listed = await Lane.Direct.Api(HttpMethod.Get, "/me/tokens", Lane.Publisher);
        return listed.Status == 200 ? [.. listed.JsonTexts("api_tokens", "name").Where(one => one == name)] : null;
    }

    /// <summary>Whether a token is accepted.</summary>
    protected async Task<int> AcceptedAsync(string token) =>
        (await Lane.Direct.Api(HttpMethod.Get, "/me", new User(null, token))).Status;
}

/// <summary><c>create-token</c>.</summary>
internal sealed class CreateToken : Workflow
{
    public override string Name => "create-token";

    public override string Story => "A user makes a token, and makes another one when no token was shown.";

    public override Task<Use> PrepareAsync(Lane lane, string name) => Task.FromResult<Use>(new Creating(lane, name));

    private sealed class Creating(Lane lane, string name) : TokenUse(lane, name)
    {
        public override Task<Answer> ActAsync() => AskAsync(Registry, Publisher, TokenName);

        public override string? Wrong(Answer answer) => answer.Json("api_token.token")?.ToString() is { Length: > 0 } ? null : "the answer shows no token";

        // A token whose answer was lost is listed and can be revoked; what was shown must work, and no more may be listed than
        // the attempts can have made.
        public override async Task CheckAsync(IReadOnlyList<Answer> answers, Look look, CancellationToken cancelled)
        {
            foreach (var shown in answers.Where(answer => answer.IsSuccess).Select(answer => answer.Json("api_token.token")?.ToString()).OfType<string>())
                look.Equal("I7", "a token that was shown is accepted", 200, await AcceptedAsync(shown));
            var listed = await ListedAsync();
            look.That("I1", "the user's list holds each token that was shown", listed is not null && listed.Count >= answers.Count(answer => answer.IsSuccess) && listed.Count <= answers.Count,
                $"{answers.Count(answer => answer.IsSuccess)} to {answers.Count}", listed is null ? "no list" : $"{listed.Count}");
            if (Lane.Database is { Statements.Tokens: { } statement })
                look.Equal("I1", "list and database agree", listed?.Count ?? -1, (await Lane.Database.TextsAsync(statement, TokenName, cancelled)).Count);
        }
    }
}

/// <summary><c>revoke-token</c>.</summary>
internal sealed class RevokeToken : Workflow
{
    public override string Name => "revoke-token";

    public override string Story => "A user revokes a token, and does it once more when that did not work.";

    public override async Task<Use> PrepareAsync(Lane lane, string name)
    {
        var made = await Lane.MustAsync(TokenUse.AskAsync(lane.Direct, lane.Publisher, name));
        return new Revoking(lane, name, made.Json("api_token.id")!.Value.ToString(), made.Json("api_token.token")!.Value.ToString());
    }

    private sealed class Revoking(Lane lane, string name, string id, string token) : TokenUse(lane, name)
    {
        // The token's number stands in the path.
        public override Names Names => new([(TokenName, "{token}"), ($"/tokens/{id}", "/tokens/{id}")]);

        public override Task<Answer> ActAsync() => Registry.Api(HttpMethod.Delete, $"/me/tokens/{id}", Publisher);

        public override bool SaysDoneBefore(Answer again) => again.Status == 404 && again.HasErrors;

        // Revoked means revoked, at once and everywhere; not revoked means that it goes on working.
        public override async Task CheckAsync(IReadOnlyList<Answer> answers, Look look, CancellationToken cancelled)
        {
            var status = await AcceptedAsync(token);
            var listed = await ListedAsync();
            if (answers.Any(answer => answer.IsSuccess) || (answers.Count > 1 && SaysDoneBefore(answers[^1])))
                look.Equal("I7", "a token that was revoked is refused", 401, status is 403 ? 401 : status);
            else
                look.That("I7", "a token is accepted or refused", status is 200 or 401 or 403, "200, 401 or 403", $"{status}");
            look.Equal("I1", "the user's list agrees with what the token can do", status == 200 ? 1 : 0, listed?.Count ?? -1);
        }
    }
}
