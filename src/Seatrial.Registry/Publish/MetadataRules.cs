using System.Text;

namespace Seatrial.Registry.Publish;

/// <summary>
/// This registry's own rules on metadata: the part of crates.io's policy that keeps data within bounds (API-PUB-20).
/// </summary>
internal static class MetadataRules
{
    private const int MaxUrlLength = 1000;

    public static Refusal? Check(PublishMetadata metadata, PublishPolicy policy) =>
        (Name(metadata.Name, policy) ?? Required(metadata, policy) ?? Counts(metadata, policy) ?? Urls(metadata)) is { } why ? Refusal.Invalid(why) : null;

    private static string? Name(CrateName name, PublishPolicy policy)
    {
        if (policy.Reserves(name))
            return $"NAME-07: the name `{name}` is reserved";
        return name.Text.Length > policy.NameLength ? $"a crate name has at most {policy.NameLength} characters here" : null;
    }

    // crates.io's words, which people look up.
    private static string? Required(PublishMetadata metadata, PublishPolicy policy) =>
        RequiredMetadata.Missing(metadata, policy.Required) is { Count: > 0 } missing
            ? $"missing or empty metadata fields: {string.Join(", ", missing)}. Please see "
                + "https://doc.rust-lang.org/cargo/reference/manifest.html for more information on configuring these fields"
            : null;

    private static string? Counts(PublishMetadata metadata, PublishPolicy policy)
    {
        if (Encoding.UTF8.GetByteCount(metadata.Description ?? "") > policy.DescriptionBytes)
            return $"a description has at most {policy.DescriptionBytes} bytes";
        if (metadata.Keywords.Count > policy.Keywords || metadata.Keywords.Any(word => !IsKeyword(word, policy)))
            return $"there may be {policy.Keywords} keywords of 1 to {policy.KeywordLength} letters, digits, `-`, `_` or `+`";
        if (metadata.Categories.Count > policy.Categories)
            return $"there may be {policy.Categories} categories";
        if (metadata.Features.Count > policy.Features)
            return $"there may be {policy.Features} features";
        if (metadata.Features.Any(feature => feature.Value.Count > policy.FeatureValues))
            return $"a feature may turn on {policy.FeatureValues} others";
        return metadata.Dependencies.Count > policy.Dependencies ? $"there may be {policy.Dependencies} dependencies" : null;
    }

    private static string? Urls(PublishMetadata metadata)
    {
        string?[] urls = [metadata.Homepage, metadata.Documentation, metadata.Repository];
        return urls.FirstOrDefault(url => url is not null && !IsUrl(url)) is { } bad
            ? $"`{bad[..Math.Min(bad.Length, 100)]}` is not an http or https URL"
            : null;
    }

    private static bool IsKeyword(string word, PublishPolicy policy) => word.Length > 0 && word.Length <= policy.KeywordLength
        && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '+');

    private static bool IsUrl(string text) =>
        text.Length <= MaxUrlLength && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
}
