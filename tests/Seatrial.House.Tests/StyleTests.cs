using System.Text.RegularExpressions;

namespace Seatrial.House.Tests;

/// <summary>The laws of style that a machine can hold: names that say something, sealed types, files of one idea.</summary>
public sealed partial class StyleTests
{
    private const int MaxLines = 400;

    private static readonly string[] Sources =
        [.. Directory.EnumerateFiles(Checkout.Folder("src"), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    [Fact]
    public void A_file_is_one_idea_of_at_most_400_lines() =>
        Assert.Empty(Sources.Where(file => File.ReadAllLines(file).Length > MaxLines));

    [Fact]
    public void No_type_is_called_a_manager_helper_or_the_like() => Assert.Empty(Matches(BannedPattern()));

    [Fact]
    public void Every_class_is_sealed_static_or_made_to_be_derived_from() => Assert.Empty(Matches(OpenPattern()));

    [Fact]
    public void A_banned_name_would_be_seen() => Assert.Matches(BannedPattern(), "internal sealed class CrateManager");

    [Fact]
    public void An_open_class_would_be_seen() => Assert.Matches(OpenPattern(), "\npublic class Crate\n");

    private static IEnumerable<string> Matches(Regex pattern) => Sources.SelectMany(
        file => pattern.Matches(File.ReadAllText(file)).Select(match => $"{Path.GetRelativePath(Checkout.Root, file)}: {match.Value.Trim()}"));

    [GeneratedRegex(@"\b(?:class|record|struct|interface) (\w+(?:Manager|Helper|Helpers|Util|Utils|Utility|Service|Processor|Impl|Wrapper))\b")]
    private static partial Regex BannedPattern();

    [GeneratedRegex(@"^\s*(?:public|internal|private|protected)? ?(?:partial )?(?:class|record) \w+", RegexOptions.Multiline)]
    private static partial Regex OpenPattern();
}
