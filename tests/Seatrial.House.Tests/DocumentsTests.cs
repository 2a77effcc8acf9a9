using System.Text.RegularExpressions;

namespace Seatrial.House.Tests;

/// <summary>Documents live: their links lead somewhere, and each is one page with one title.</summary>
public sealed partial class DocumentsTests
{
    private static readonly string[] Pages =
    [
        .. Directory.EnumerateFiles(Checkout.Root, "*.md", new EnumerationOptions { RecurseSubdirectories = true })
            .Select(file => Path.GetRelativePath(Checkout.Root, file))
            .Where(file => !file.StartsWith("artifacts", StringComparison.Ordinal) && !file.Contains("seatrial-out", StringComparison.Ordinal)
                && !file.Contains(".golden", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Every_link_within_the_repository_leads_to_a_file() => Assert.Empty(Pages.SelectMany(Broken));

    [Fact]
    public void Every_page_has_one_title() => Assert.Empty(Pages.Where(
        page => TitlePattern().Count(FencePattern().Replace(File.ReadAllText(Checkout.Folder(page)), "")) != 1));

    private static IEnumerable<string> Broken(string page) => LinkPattern().Matches(File.ReadAllText(Checkout.Folder(page)))
        .Select(link => link.Groups[1].Value.Split('#')[0])
        .Where(link => link.Length > 0 && !link.Contains("://", StringComparison.Ordinal)
            && !Path.Exists(Path.Combine(Path.GetDirectoryName(Checkout.Folder(page))!, link)))
        .Select(link => $"{page}: {link}");

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex LinkPattern();

    [GeneratedRegex("^# ", RegexOptions.Multiline)]
    private static partial Regex TitlePattern();

    [GeneratedRegex("^```.*?^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex FencePattern();
}
