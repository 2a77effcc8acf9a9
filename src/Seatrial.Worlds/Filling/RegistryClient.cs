using System.Net;
using System.Text;
using System.Text.Json;
using Seatrial.Cargo;

namespace Seatrial.Worlds.Filling;

/// <summary>What a fill asks of a registry: cargo's protocol, and the reference registry's words for users.</summary>
internal sealed class RegistryClient(HttpClient http, Uri index, string token, TimeProvider clock)
{
    // A registry that is asked to slow down is waited for; one that stays busy is a problem.
    private const int MostTries = 20;

    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(10);

    private string _api = "";
    private bool _authRequired;

    /// <summary>The index URL as cargo's configuration has it.</summary>
    public string IndexUrl => $"sparse+{index}";

    /// <summary>Reads the configuration.</summary>
    /// <returns>Why it cannot be used; null when it can.</returns>
    public async Task<string?> Connect(CancellationToken cancel)
    {
        var answer = await Send(HttpMethod.Get, $"{index}config.json", null, null, cancel);
        if (answer.Status == HttpStatusCode.Unauthorized)
        {
            _authRequired = true;
            answer = await Send(HttpMethod.Get, $"{index}config.json", token, null, cancel);
        }

        if (!answer.IsSuccess)
            return answer.ToString();
        if (!RegistryConfig.Parse(answer.Body).TryGet(out var config, out var broken))
            return $"{index}config.json: {broken}";
        (_api, _authRequired) = (config.Api ?? "", _authRequired || config.AuthRequired);
        return config.Api is null ? $"{index}config.json names no web API: nothing can be published there." : null;
    }

    /// <summary>The lines of a crate in the index; none when it is not there.</summary>
    public async Task<(IReadOnlyList<IndexLine> Lines, string? Problem)> Lines(CrateName name, CancellationToken cancel)
    {
        var answer = await Send(HttpMethod.Get, $"{index}{name.IndexPath.Text}", _authRequired ? token : null, null, cancel);
        // Registries also answer 410 or 451 for what is not there (SPR-05).
        if (answer.Status is HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.UnavailableForLegalReasons)
            return ([], null);
        return answer.IsSuccess ? ([.. IndexFile.Parse(answer.Body).Versions], null) : ([], answer.ToString());
    }

    /// <summary>Sends a publish body.</summary>
    public Task<ClientAnswer> Publish(byte[] frame, string by, CancellationToken cancel) =>
        Send(HttpMethod.Put, $"{_api}/api/v1/crates/new", by, new ReadOnlyMemoryContent(frame), cancel);

    public Task<ClientAnswer> Yank(CrateName name, CrateVersion version, string by, CancellationToken cancel) =>
        Send(HttpMethod.Delete, $"{_api}/api/v1/crates/{name}/{version}/yank", by, null, cancel);

    public Task<ClientAnswer> AddOwner(CrateName name, string login, string by, CancellationToken cancel) =>
        Send(HttpMethod.Put, $"{_api}/api/v1/crates/{name}/owners", by, Json(new Dictionary<string, object?> { ["users"] = new[] { login } }), cancel);

    public Task<ClientAnswer> CreateUser(WorldUser user, CancellationToken cancel) => Send(HttpMethod.Put, $"{_api}/api/v1/users", token,
        Json(new Dictionary<string, object?> { ["login"] = user.Login, ["name"] = user.Name, ["service"] = user.Kind == UserKind.Robot }), cancel);

    /// <summary>Makes a token of another user; limited when scopes are given.</summary>
    public Task<ClientAnswer> CreateToken(string login, string name, IReadOnlyList<string>? scopes, CancellationToken cancel) =>
        Send(HttpMethod.Put, $"{_api}/api/v1/users/{login}/tokens", token,
            Json(new Dictionary<string, object?> { ["api_token"] = new Dictionary<string, object?> { ["name"] = name, ["endpoint_scopes"] = scopes } }), cancel);

    public Task<ClientAnswer> Lock(string login, CancellationToken cancel) =>
        Send(HttpMethod.Put, $"{_api}/api/v1/users/{login}/lock", token, Json(new Dictionary<string, object?> { ["reason"] = WorldUser.LockReason }), cancel);

    public Task<ClientAnswer> Unlock(string login, CancellationToken cancel) => Send(HttpMethod.Delete, $"{_api}/api/v1/users/{login}/lock", token, null, cancel);

    private static ReadOnlyMemoryContent Json(Dictionary<string, object?> body)
    {
        var content = new ReadOnlyMemoryContent(JsonSerializer.SerializeToUtf8Bytes(body));
        content.Headers.ContentType = new("application/json");
        return content;
    }

    // Sends again after the pause that the registry asks for; a publish that was done and not answered is then a duplicate, which is no problem.
    private async Task<ClientAnswer> Send(HttpMethod method, string url, string? by, ReadOnlyMemoryContent? body, CancellationToken cancel)
    {
        for (var tries = 1; ; tries++)
        {
            using var request = new HttpRequestMessage(method, url) { Content = body is null ? null : new ReadOnlyMemoryContent(await Bytes(body, cancel)) };
            if (body?.Headers.ContentType is { } type)
                request.Content!.Headers.ContentType = type;
            if (by is not null)
                request.Headers.TryAddWithoutValidation("Authorization", by);
            request.Headers.TryAddWithoutValidation("User-Agent", "seatrial (world seeding)");
            request.Headers.TryAddWithoutValidation("Accept", "application/json");
            using var response = await http.SendAsync(request, cancel);
            var answer = new ClientAnswer($"{method} {url}", response.StatusCode, await response.Content.ReadAsByteArrayAsync(cancel));
            if (response.StatusCode is not (HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable) || tries == MostTries)
                return answer;
            await Task.Delay(Pause(response), clock, cancel);
        }
    }

    private TimeSpan Pause(HttpResponseMessage response)
    {
        var asked = response.Headers.RetryAfter is { } after ? after.Delta ?? (after.Date - clock.GetUtcNow()) : null;
        var pause = asked ?? TimeSpan.FromSeconds(1);
        return pause < ShortestPause ? ShortestPause : pause > LongestPause ? LongestPause : pause;
    }

    private static async Task<ReadOnlyMemory<byte>> Bytes(ReadOnlyMemoryContent content, CancellationToken cancel) => await content.ReadAsByteArrayAsync(cancel);
}

/// <summary>What a registry answered.</summary>
internal sealed record ClientAnswer(string Request, HttpStatusCode Status, byte[] Body)
{
    private const int MostShown = 300;

    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>The version, or the user, is there already: 409 here, 400 with these words on crates.io and others.</summary>
    public bool IsThere => Status == HttpStatusCode.Conflict || (!IsSuccess && Text.Contains("already", StringComparison.OrdinalIgnoreCase));

    /// <summary>A text in the JSON body, by its path; null when there is none.</summary>
    public string? Find(params string[] path)
    {
        try
        {
            using var document = JsonDocument.Parse(Body);
            var value = document.RootElement;
            foreach (var name in path)
                if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
                    return null;
            return value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public override string ToString() => $"{Request} answered {(int)Status}: {(Text.Length <= MostShown ? Text : Text[..MostShown] + "…")}";

    private string Text => Encoding.UTF8.GetString(Body);
}
