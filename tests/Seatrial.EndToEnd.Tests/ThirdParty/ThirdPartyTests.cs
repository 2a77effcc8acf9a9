using CliWrap;
using CliWrap.Buffered;
using Seatrial.Cargo;
using Seatrial.Scenarios;
using Tomlyn;
using Tomlyn.Model;

namespace Seatrial.EndToEnd.Tests.ThirdParty;

/// <summary>Real crates, published by real cargo to the reference registry, and a program that is built from it alone.</summary>
public sealed class ThirdPartyTests(PublishedTree tree) : IClassFixture<PublishedTree>
{
    /// <summary>Fewer would not be a tree worth the name.</summary>
    private const int FewestCrates = 15;

    /// <summary>
    /// A build takes 20 s on two idle cores, and a call has its limit (<see cref="CargoHome.CallLimit"/>); a busy machine
    /// needs several.
    /// </summary>
    private const int MostBuilds = 5;

    /// <summary>
    /// Cargo asks the index at once after an upload, then every second (API-PUB-12): a publish that takes longer had to wait.
    /// </summary>
    private static readonly TimeSpan PollPause = TimeSpan.FromSeconds(1);

    [Fact]
    public void The_tree_has_all_that_real_crates_have()
    {
        var crates = tree.Crates.Select(one => one.Crate).ToList();
        var dependencies = crates.SelectMany(one => one.Dependencies).ToList();
        Assert.True(crates.Count >= FewestCrates, $"There are only {crates.Count} crates.");
        Assert.Contains(crates, one => one.HasFeatures);
        Assert.Contains(crates.SelectMany(one => IndexShape.Features(one.Manifest)), one => one.Contains("dep:", StringComparison.Ordinal));
        Assert.Contains(crates, one => one.HasBuildScript);
        Assert.Contains(crates, one => one.IsProcMacro);
        Assert.Contains(crates.GroupBy(one => one.Name), versions => versions.Count() > 1);
        Assert.Contains(dependencies, one => one is { IsRenamed: true, IsOptional: true });
        Assert.Contains(dependencies, one => one is { IsRenamed: true, IsOptional: false });
        Assert.Contains(dependencies, one => one.Target is not null);
        Assert.Contains(dependencies, one => one.Kind == DependencyKind.Build);
        Report(crates, dependencies);
    }

    [Fact]
    public void Cargo_saw_each_crate_in_the_index_before_it_went_on_to_the_next() =>
        Assert.All(tree.Crates, one => Assert.Contains($"Published {one.Crate.Name} v{one.Crate.Version.Text}", one.Ran.Errors));

    [Fact]
    public async Task Every_index_file_keeps_every_rule()
    {
        foreach (var name in tree.Crates.Select(one => one.Crate.Name).Distinct())
            Assert.Empty(IndexFile.Lint(await tree.Index(IndexPath.For(name)), name));
    }

    [Fact]
    public async Task Every_index_line_says_what_the_manifest_says()
    {
        foreach (var one in tree.Crates)
        {
            var line = await Line(one.Crate);
            Assert.Equal(IndexShape.Of(one.Crate.Dependencies), IndexShape.Of(line.Dependencies));
            Assert.Equal(IndexShape.Features(one.Crate.Manifest), IndexShape.Features(line));
            Assert.Equal(one.Crate.Stated("links"), line.Links);
            Assert.Equal(one.Crate.Stated("rust-version"), line.RustVersion);
            Assert.False(line.Yanked);
        }
    }

    [Fact]
    public async Task Every_download_is_what_the_index_promises()
    {
        var config = RegistryConfig.Parse(await tree.Index("config.json")).Value;
        foreach (var one in tree.Crates)
        {
            var line = await Line(one.Crate);
            var archive = await tree.Get(config.DownloadUrl(line.Name, line.Version, line.Checksum));
            Assert.Equal(line.Checksum, Checksum.Of(archive));
        }
    }

    [Fact]
    public async Task A_program_is_built_and_run_from_that_registry_alone()
    {
        using var home = tree.NewHome();
        var folder = Voyage.Write(home, tree.Tree);
        var built = await Build(home, folder);
        Assert.True(built.ExitCode == 0, $"{built.Command}:\n{built.Errors}");
        var run = await CliWrap.Cli.Wrap(Path.Combine(folder, "target", "debug", "voyage")).WithArguments(Voyage.Arguments)
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        Assert.Equal(Voyage.Expected, run.StandardOutput + run.StandardError);
        await LockNamesOnlyThisRegistry(Path.Combine(folder, "Cargo.lock"));
    }

    [Fact]
    public async Task A_program_is_not_built_when_a_crate_was_not_published()
    {
        // A crate that crates.io has, so that a build from there would be seen.
        Assert.DoesNotContain(tree.Crates, one => one.Crate.Name == "tokio");
        using var home = tree.NewHome();
        var folder = home.Package("stranded", "1.0.0", $$"""
            [dependencies]
            tokio = { version = "*", registry = "{{CargoHome.RegistryName}}" }
            """);
        var built = await home.Run(folder, "build");
        Assert.Equal(101, built.ExitCode);
        Assert.Contains("no matching package named `tokio` found", built.Errors);
    }

    // Cargo goes on with a build where it was ended.
    private static async Task<CargoRan> Build(CargoHome home, string folder)
    {
        for (var calls = 1; ; calls++)
            if (await home.Run(folder, "build") is var ran && (ran.ExitCode is not null || calls == MostBuilds))
                return ran;
    }

    private async Task<IndexLine> Line(SourceCrate crate)
    {
        var file = IndexFile.Parse(await tree.Index(IndexPath.For(crate.Name)));
        return Assert.Single(file.Versions, line => line.Version == crate.Version);
    }

    private async Task LockNamesOnlyThisRegistry(string path)
    {
        var locked = (TomlTableArray)TomlSerializer.Deserialize<TomlTable>(await File.ReadAllTextAsync(path))!["package"];
        var others = locked.Where(one => (string)one["name"] != "voyage").ToList();
        Assert.True(others.Count >= FewestCrates, $"The program uses only {others.Count} crates.");
        foreach (var package in others)
        {
            Assert.Equal(tree.Registry.Index, package["source"]);
            var crate = tree.Tree.InPublishOrder.Single(one => one.ToString() == $"{package["name"]}-{package["version"]}");
            Assert.Equal((await Line(crate)).Checksum.Text, package["checksum"]);
        }
    }

    // What the tree of this distribution is made of, and what publishing cost: read with --show-stdout All.
    private void Report(List<SourceCrate> crates, List<Dependency> dependencies)
    {
        int Crates(Func<SourceCrate, bool> counted) => crates.Count(counted);
        int Dependencies(Func<Dependency, bool> counted) => dependencies.Count(counted);
        TestContext.Current.TestOutputHelper!.WriteLine($"""
            {crates.Count} crates: {string.Join(' ', crates)}
            build scripts {Crates(one => one.HasBuildScript)}, proc macros {Crates(one => one.IsProcMacro)}
            with features {Crates(one => one.HasFeatures)}, pre-releases {Crates(one => one.Version.IsPrerelease)}
            dependencies {dependencies.Count}: renamed {Dependencies(one => one.IsRenamed)}
            optional {Dependencies(one => one.IsOptional)}, for a target {Dependencies(one => one.Target is not null)}
            for a build script {Dependencies(one => one.Kind == DependencyKind.Build)}
            named twice {Dependencies(one => one is { IsRenamed: false, NamesPackage: true })}
            published in {tree.Crates.Sum(one => one.Took.TotalSeconds):0.0} s
            waited for the index: {string.Join(' ', tree.Crates.Where(one => one.Took > PollPause).Select(one => one.Crate))}
            """);
    }
}
