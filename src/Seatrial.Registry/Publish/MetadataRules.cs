using System.Text;

namespace Seatrial.Registry.Publish;

/// <summary>
/// This registry's own rules on metadata: the part of crates.io's policy that keeps data within bounds (API-PUB-20).
/// </summary>
internal static class MetadataRules
{
    private const int MaxDescriptionBytes = 1000;
    private const int MaxKeywords = 5;
    private const int MaxCategories = 5;
    private const int MaxKeywordLength = 20;
    private const int MaxFeatures = 300;
    private const int MaxDependencies = 500;
    private const int MaxUrlLength = 1000;

    public static Refusal? Check(PublishMetadata metadata) => First(metadata) is { } why ? Refusal.Invalid(why) : null;

    private static string? First(PublishMetadata metadata)
    {
        if (metadata.Name.Reserved)
            return $"NAME-07: the name `{metadata.Name}` is reserved";
        if (Encoding.UTF8.GetByteCount(metadata.Description ?? "") > MaxDescriptionBytes)
            return $"a description has at most {MaxDescriptionBytes} bytes";
        if (metadata.Keywords.Count > MaxKeywords
            || metadata.Keywords.FirstOrDefault(word => !IsKeyword(word)) is not null)
            return $"there may be {MaxKeywords} keywords of 1 to {MaxKeywordLength} letters, digits, `-`, `_` or `+`";
        if (metadata.Categories.Count > MaxCategories)
            return $"there may be {MaxCategories} categories";
        if (metadata.Features.Count > MaxFeatures)
            return $"there may be {MaxFeatures} features";
        if (metadata.Dependencies.Count > MaxDependencies)
            return $"there may be {MaxDependencies} dependencies";
        string?[] urls = [metadata.Homepage, metadata.Documentation, metadata.Repository];
        return urls.FirstOrDefault(url => url is not null && !IsUrl(url)) is { } bad
            ? $"`{bad[..Math.Min(bad.Length, 100)]}` is not an http or https URL"
            : null;
    }

    private static bool IsKeyword(string word) =>
        word.Length is > 0 and <= MaxKeywordLength
            && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '+');

    private static bool IsUrl(string text) =>
        text.Length <= MaxUrlLength && Uri.TryCreate(text, UriKind.Absolute, out var url)
        && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps);
}
