using System.Text.Json;

namespace Seatrial.Cargo;

/// <summary>
/// Holds the answers of a registry's web API to what cargo needs: a body that passes works with cargo, one that does not makes
/// cargo fail although the registry said 2xx (sections 5 and 10). Extra members are fine.
/// </summary>
public static class ApiBody
{
    /// <summary>The body of a refusal: at least one error with a detail (API-GEN-02).</summary>
    public static Violation? CheckError(ReadOnlyMemory<byte> body) => Check(body, "API-GEN-02", (fields, found) =>
    {
        var details = fields.Objects("errors", "API-GEN-02").Select(error => error.Required("detail", "API-GEN-02")).ToArray();
        if (found.Count == 0 && (details.Length == 0 || Array.IndexOf(details, "") >= 0))
            fields.Break("API-GEN-02", "errors", "must hold at least one error, each with a detail");
    });

    /// <summary>The answer to yank and unyank (API-YANK-01, API-YANK-03).</summary>
    public static Violation? CheckOk(ReadOnlyMemory<byte> body) =>
        CheckSuccess(body, "API-YANK-03", (fields, _) => Ok(fields, "API-YANK-03"));

    /// <summary>The answer to adding owners and to removing them (API-OWN-02, API-OWN-03).</summary>
    public static Violation? CheckOwnersChanged(ReadOnlyMemory<byte> body) => CheckSuccess(body, "API-OWN-02", (fields, _) =>
    {
        Ok(fields, "API-OWN-02");
        fields.Required("msg", "API-OWN-02");
    });

    /// <summary>A list of owners (API-OWN-01).</summary>
    public static Violation? CheckOwners(ReadOnlyMemory<byte> body) => CheckSuccess(body, "API-OWN-01", (fields, _) =>
    {
        foreach (var user in fields.Objects("users", "API-OWN-01"))
        {
            if (user.Number("id", "API-OWN-01") is null)
                user.Break("API-OWN-01", "id", "must be a whole number from 0 to 4294967295");
            user.Required("login", "API-OWN-01");
            user.Optional("name", "API-OWN-01");
        }
    });

    /// <summary>The answer to a publish: empty, or JSON without errors; odd warnings are skipped by cargo (API-PUB-10).</summary>
    public static Violation? CheckPublishAnswer(ReadOnlyMemory<byte> body)
    {
        if (body.IsEmpty)
            return null;
        if (!Read(body, "API-PUB-10").TryGet(out var document, out var broken))
            return broken;
        using (document)
            return HasErrors(document.RootElement);
    }

    /// <summary>A page of search results of at most this many (API-SRCH-02, API-SRCH-04).</summary>
    public static Violation? CheckSearch(ReadOnlyMemory<byte> body, int perPage) =>
        CheckSuccess(body, "API-SRCH-02", (fields, found) =>
        {
            var count = 0;
            foreach (var crate in fields.Objects("crates", "API-SRCH-02"))
            {
                count++;
                crate.Required("name", "API-SRCH-02");
                crate.Required("max_version", "API-SRCH-02");
                crate.Optional("description", "API-SRCH-02");
            }

            var total = Total(fields);
            if (count > perPage)
                fields.Break("API-SRCH-04", "crates", $"holds {count} crates on a page of {perPage}");
            if (total < count)
                fields.Break("API-SRCH-04", "meta", $"says {total} in total of {count}");
        });

    private static uint? Total(JsonFields fields)
    {
        var total = fields.Object("meta", "API-SRCH-02")?.Number("total", "API-SRCH-02");
        if (total is null)
            fields.Break("API-SRCH-02", "meta", "must hold a total from 0 to 4294967295");
        return total;
    }

    private static void Ok(JsonFields fields, string rule)
    {
        if (fields.IsNullOrAbsent("ok") || !fields.Flag("ok", rule, absent: false))
            fields.Break(rule, "ok", "must be true: cargo panics otherwise");
    }

    private static Violation? CheckSuccess(ReadOnlyMemory<byte> body, string rule, Action<JsonFields, List<Violation>> check) =>
        Check(body, rule, (fields, found) =>
        {
            if (fields.Has("errors"))
                fields.Break("API-GEN-03", "errors", "makes a success a failure, even when it is empty");
            check(fields, found);
        });

    private static Violation? Check(ReadOnlyMemory<byte> body, string rule, Action<JsonFields, List<Violation>> check)
    {
        if (!Read(body, rule).TryGet(out var document, out var broken))
            return broken;
        var found = new List<Violation>();
        using (document)
            if (JsonFields.Of(document.RootElement, found, rule) is { } fields)
                check(fields, found);
        return found.FirstOrDefault();
    }

    private static Parsed<JsonDocument> Read(ReadOnlyMemory<byte> body, string rule) =>
        JsonText.Read(body, System.Text.Unicode.Utf8.IsValid(body.Span) ? rule : "API-GEN-04");

    private static Violation? HasErrors(JsonElement answer) =>
        answer.ValueKind is JsonValueKind.Object && answer.TryGetProperty("errors", out _)
            ? new("API-GEN-03", "'errors' makes a success a failure, even when it is empty.")
            : null;
}
