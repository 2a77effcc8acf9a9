using System.Text.RegularExpressions;
using Seatrial.Registry.Sql;
using Seatrial.Registry.Tests.Sql;
using Seatrial.Worlds;
using Seatrial.Worlds.Filling;
using Seatrial.Worlds.Seeding;

namespace Seatrial.Registry.Tests.Seeding;

/// <summary>A world that is seeded in bulk is what the registry itself would have made of it.</summary>
public sealed partial class SeedTests
{
    private const ulong Seed = 6;

    // The edge cases, and as many ordinary crates that some are yanked, owned by two, or renamed.
    private const int Crates = 24;

    private const int LastSchema = 5;

    private static readonly World World = new(Seed, Crates);

    // Moments are the publisher's in a seeded database, the registry's else; sizes and hashes need archives; tokens made by a registry come from chance.
    private static readonly string[] Questions =
    [
        "SELECT id, login, canonical, name, is_admin, is_service, CASE WHEN locked_at IS NULL THEN 'open' ELSE 'locked' END, lock_reason FROM users",
        "SELECT id, user_id, name, revoked_at, endpoint_scopes, crate_scopes, expired_at FROM tokens WHERE user_id > 1",
        "SELECT id, name, canonical, description, homepage, documentation, repository, readme, search_text, max_version, num_versions, newest_version FROM crates",
        "SELECT crate_id, canonical, text FROM crate_texts",
        "SELECT crate_id, keyword FROM keywords",
        "SELECT crate_id, category FROM categories",
        "SELECT crate_id, user_id FROM owners",
        "SELECT id, crate_id, num, num_no_build, yanked, license, links, rust_version, published_by FROM versions",
        "SELECT version_id, position, name, requirement, kind, optional, target, registry FROM dependencies",
        "SELECT name, crate_id, version_id FROM reverse_dependencies",
        "SELECT id, actor, action, crate, version, subject FROM audit",
        "SELECT keyword, crates FROM keyword_counts",
        "SELECT category, crates FROM category_counts",
        "SELECT shard, crates FROM crate_counts",
        "SELECT crate_id, total FROM crate_downloads",
        "SELECT id, total FROM download_total",
        "SELECT crate_id FROM removed_versions",
    ];

    [Fact]
    public async Task Its_rows_and_index_files_are_those_of_the_same_world_published_through_the_API()
    {
        await using var published = await RegistryFixture.Start();
        await using var seeded = await RegistryFixture.Start();
        Assert.Contains(World.Crates, crate => crate.CoOwner is not null);
        Assert.Contains(World.Crates.SelectMany(crate => crate.Versions), version => version.YankedAt is not null);
        var filled = await Fill(published, World);
        Assert.Equal((null, Crates), (filled.Problem, filled.Crates));
        await published.Drain();
        await Bulk(seeded, World, new SeedOptions { WithDownloads = false });
        await seeded.Drain();

        foreach (var question in Questions)
            Assert.Equal(await Rows(published, question), await Rows(seeded, question));
        Assert.Equal(await Lines(published), await Lines(seeded));
        foreach (var crate in World.Crates)
            Assert.Equal(Normal(await Raw(published, crate.Name)), Normal(await Raw(seeded, crate.Name)));
        Assert.Equal(published.Objects("index/"), seeded.Objects("index/"));
    }

    [Fact]
    public async Task What_the_registry_derives_is_as_it_works_it_out_again()
    {
        await using var registry = await RegistryFixture.Start();
        await Bulk(registry, World, new SeedOptions());

        Assert.Equal(await DerivedValues.Recomputed(registry.Site.Database, LastSchema), await DerivedValues.Kept(registry.Site.Database, LastSchema));
        Assert.Equal(World.Crates.Sum(crate => crate.Versions.Sum(version => version.Downloads)),
            await registry.Site.Database.Number($"SELECT total FROM download_total", default));
        Assert.Equal(await Rows(registry, "SELECT k.keyword, MIN(c.created_at) FROM keywords k JOIN crates c ON c.id = k.crate_id GROUP BY k.keyword"),
            await Rows(registry, "SELECT keyword, created_at FROM keyword_counts"));
        Assert.Equal(await Rows(registry, "SELECT crate_id, MIN(created_at), MAX(updated_at) FROM versions GROUP BY crate_id"),
            await Rows(registry, "SELECT id, created_at, updated_at FROM crates"));
    }

    [Fact]
    public async Task The_registry_goes_on_with_it()
    {
        await using var registry = await RegistryFixture.Start();
        await Bulk(registry, World, new SeedOptions());
        await registry.Drain();
        var crate = World.Crate(0);
        var token = WorldTokens.Of(Seed, World.User(crate.Owner), WorldUser.FirstToken);

        await registry.Publish(token, crate.Name.Text, "99.0.0").Expect(HttpStatusCode.OK);
        await registry.Publish(token, "afterwards", "1.0.0").Expect(HttpStatusCode.OK);
        await registry.User("newcomer");
        await registry.Drain();

        Assert.Equal(await DerivedValues.Recomputed(registry.Site.Database, LastSchema), await DerivedValues.Kept(registry.Site.Database, LastSchema));
        Assert.Equal(crate.Versions.Count + 1, (await registry.Index(crate.Name.Text))!.Lines.Count);
        Assert.Equal("99.0.0", (await registry.Get($"/api/v1/crates/{crate.Name}").Document()).GetProperty("crate").GetProperty("max_version").GetString());
    }

    [Fact]
    public async Task Users_are_of_the_kinds_that_the_world_says()
    {
        await using var registry = await RegistryFixture.Start();
        await Bulk(registry, World, new SeedOptions { WithIndex = false });
        string Of(UserKind kind, string name = WorldUser.FirstToken) => WorldTokens.Of(Seed, World.Users.First(user => user.Kind == kind), name);

        await registry.Get("/api/v1/me", Of(UserKind.New)).Expect(HttpStatusCode.OK);
        Assert.Contains("lacks that scope", await registry.Publish(Of(UserKind.Scoped, WorldUser.LimitedToken), "another", "1.0.0").Refusal(HttpStatusCode.Forbidden), StringComparison.Ordinal);
        Assert.Contains("administrators", await registry.Put("/api/v1/me/tokens", Of(UserKind.Robot), """{"api_token":{"name":"x"}}""").Refusal(HttpStatusCode.Forbidden), StringComparison.Ordinal);
        Assert.Contains(WorldUser.LockReason, await registry.Get("/api/v1/me", Of(UserKind.Locked)).Refusal(HttpStatusCode.Forbidden), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_holds_crates_is_left_as_it_is()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("there-before", "1.0.0");
        var before = await Rows(registry, Questions[2]);

        var seeded = await Seeded(registry, World, new SeedOptions());

        Assert.Contains("holds 1 crates already", seeded.Problem, StringComparison.Ordinal);
        Assert.Equal(before, await Rows(registry, Questions[2]));
    }

    [Fact]
    public async Task A_database_of_another_schema_is_left_as_it_is()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Site.Database.Execute($"INSERT INTO migrations VALUES (6, 'later', 0)", default);
        var seeded = await Seeded(registry, World, new SeedOptions());
        await registry.Site.Database.Execute($"DELETE FROM migrations WHERE number = 6", default);

        Assert.Contains("migration 6", seeded.Problem, StringComparison.Ordinal);
        Assert.Empty(await Rows(registry, Questions[2]));
    }

    [Fact]
    public async Task A_fill_that_ended_early_goes_on_and_counts_what_is_there()
    {
        await using var registry = await RegistryFixture.Start();
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Filler(registry, World, 4).Run(filled =>
        {
            if (filled.Crates >= 14)
                stop.Cancel();
        }, stop.Token));
        await registry.Drain();
        var before = await registry.Site.Database.Number($"SELECT COUNT(*) FROM versions", default);
        Assert.InRange(before, 14, WorldFacts.Of(World).Versions - 1);

        var filled = await Fill(registry, World, parallel: 4);

        Assert.Equal((null, Crates, false), (filled.Problem, filled.Crates, filled.OneUser));
        Assert.Equal((before, WorldFacts.Of(World).Versions), (filled.There, filled.There + filled.Published));
        await registry.Drain();
        var again = await Fill(registry, World, parallel: 4);
        Assert.Equal((null, 0L, 0L), (again.Problem, again.Published, again.Yanked));
    }

    [Fact]
    public async Task Who_may_make_no_users_owns_everything()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.User("lone");
        using var http = new HttpClient();
        var filled = await new RegistryFill(World, http, new Uri(registry.Url + "/index/"), token, 4, TimeProvider.System).Run();

        Assert.Equal((null, true, 0), (filled.Problem, filled.OneUser, filled.Users));
        Assert.Equal(Crates, await registry.Site.Database.Number($"SELECT COUNT(*) FROM owners o JOIN users u ON u.id = o.user_id WHERE u.login = 'lone'", default));
    }

    [Fact]
    public async Task A_refusal_of_the_registry_is_told_in_its_words()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published(World.Crate(5).Name.Text, "0.0.1");

        var filled = await Fill(registry, World);

        Assert.Contains($"{World.Crate(5).Name} 0.1.0 could not be published", filled.Problem, StringComparison.Ordinal);
        Assert.Contains("403", filled.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Archives_have_about_the_size_that_the_world_says()
    {
        foreach (var version in World.Crates.SelectMany(crate => crate.Versions).Where(version => version.ArchiveBytes > 20_000).Take(50))
            Assert.InRange(WorldPackage.Archive(Seed, version, null).Length, version.ArchiveBytes * 0.8, version.ArchiveBytes * 1.2);
    }

    private static Task<Filled> Fill(RegistryFixture registry, World world, int parallel = 1) => Filler(registry, world, parallel).Run();

    private static RegistryFill Filler(RegistryFixture registry, World world, int parallel) =>
        new(world, registry.Client, new Uri(registry.Url + "/index/"), registry.Host.AdminToken, parallel, TimeProvider.System);

    private static async Task Bulk(RegistryFixture registry, World world, SeedOptions options)
    {
        var seeded = await Seeded(registry, world, options);
        Assert.Null(seeded.Problem);
        Assert.Equal(WorldFacts.Of(world).Versions, seeded.Versions);
        // The workers look for jobs when they are told, and every now and then.
        registry.Site.JobSignal.Raise();
    }

    private static async Task<Seeded> Seeded(RegistryFixture registry, World world, SeedOptions options) => registry.Database is { } postgresql
        ? await PostgreSqlSeed.Fill(world, postgresql, options)
        : SqliteSeed.Fill(world, Path.Combine(registry.Host.Data, RegistryHost.DatabaseFile), options);

    private static async Task<List<string>> Rows(RegistryFixture registry, string question)
    {
        var text = new SqlText(0, 0);
        text.AppendLiteral(question);
        var rows = await registry.Site.Database.Query(text, row => string.Join(" | ", Enumerable.Range(0, row.FieldCount).Select(at => row.IsDBNull(at) ? "NULL" : row.GetValue(at))), default);
        return [.. rows.Order(StringComparer.Ordinal)];
    }

    private static async Task<List<string>> Lines(RegistryFixture registry) =>
        [.. (await Rows(registry, "SELECT index_line, id FROM versions")).Select(Normal).Order(StringComparer.Ordinal)];

    private static async Task<string> Raw(RegistryFixture registry, CrateName name) => await registry.Get($"/index/{name.IndexPath}").Text();

    // Without what needs archives, and the registry's clock.
    private static string Normal(string lines) => MomentPattern().Replace(ChecksumPattern().Replace(lines, "\"cksum\":\"…\""), "\"pubtime\":\"…\"");

    [GeneratedRegex("\"cksum\":\"[0-9a-f]{64}\"")]
    private static partial Regex ChecksumPattern();

    [GeneratedRegex("\"pubtime\":\"[0-9TZ:-]+\"")]
    private static partial Regex MomentPattern();
}
