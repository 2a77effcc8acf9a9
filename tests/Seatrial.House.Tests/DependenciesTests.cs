using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Seatrial.House.Tests;

/// <summary>Every package has its reason and licence on the page of dependencies, and the page names no other.</summary>
public sealed partial class DependenciesTests
{
    [Fact]
    public void The_page_and_the_pinned_versions_name_the_same_packages()
    {
        var pinned = XDocument.Load(Checkout.Folder("Directory.Packages.props")).Descendants("PackageVersion")
            .Select(package => package.Attribute("Include")!.Value);
        var page = File.ReadAllText(Checkout.Folder("docs/dependencies.md"));
        var described = RowPattern().Matches(page[..page.IndexOf("## Programs", StringComparison.Ordinal)]).Select(row => row.Groups[1].Value);
        Assert.Equal(pinned.Order(StringComparer.Ordinal), described.Where(name => name != "package").Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\| ([\w.]+) \|", RegexOptions.Multiline)]
    private static partial Regex RowPattern();
}
