using System.Text.Json;

namespace Seatrial.Scenarios.Sweeps.Stores;

/// <summary>What the web API says of a crate, in crates.io's shapes.</summary>
/// <param name="name">What it is called, when there are several replicas.</param>
/// <param name="registry">A way to the API that no fault lies on.</param>
/// <param name="publisher">Who may read the owners and the audit log.</param>
/// <param name="audit">Whether the API has an audit log.</param>
internal sealed class ApiStore(string name, Registry registry, User publisher, bool audit) : Store
{
    public override string Name => name;

    public override async Task<Holding> ReadAsync(string crate, IReadOnlyList<CratePackage> packages, CancellationToken cancelled)
    {
        var answer = await registry.Crate(crate);
        if (answer.Status == 404 && answer.HasErrors)
            return new Holding(name) { Versions = [], Owners = [] };
        if (answer.Status != 200 || answer.Json("versions") is not { ValueKind: JsonValueKind.Array } listed)
            return new Holding(name) { Unreadable = answer.ToString() };
        var owners = await registry.Owners(crate, publisher);
        if (owners.Status != 200)
            return new Holding(name) { Unreadable = owners.ToString() };
        return new Holding(name)
        {
            // Newest first; the order of publish is the other way round.
            Versions = [.. listed.EnumerateArray().Select(Version).Reverse()],
            Owners = [.. owners.JsonTexts("users", "login").Order(StringComparer.Ordinal)],
            Actions = audit ? await ActionsAsync(crate) : null,
        };
    }

    private async Task<IReadOnlyList<string>?> ActionsAsync(string crate)
    {
        var answer = await registry.Api(HttpMethod.Get, $"/audit?crate={crate}", publisher);
        return answer.Json("audit") is { ValueKind: JsonValueKind.Array } rows
            ? [.. rows.EnumerateArray().Select(row => Audit.Words(Text(row, "action"), Text(row, "version"), Text(row, "subject")))]
            : null;
    }

    private static HeldVersion Version(JsonElement version) => new(
        Text(version, "num") ?? "?", Text(version, "checksum") ?? "?", version.TryGetProperty("yanked", out var yanked) && yanked.ValueKind == JsonValueKind.True);

    private static string? Text(JsonElement row, string member) =>
        row.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>Rows of an audit log as words.</summary>
internal static class Audit
{
    /// <summary>Such as <c>publish 0.1.0</c> or <c>add-owner alice</c>.</summary>
    public static string Words(string? action, string? version, string? subject) =>
        string.Join(' ', new[] { action, version, subject }.Where(word => !string.IsNullOrEmpty(word)));
}
