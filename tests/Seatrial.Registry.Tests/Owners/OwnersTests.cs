namespace Seatrial.Registry.Tests.Owners;

/// <summary>Listing, adding and removing owners.</summary>
public sealed class OwnersTests
{
    private const string Path = "/api/v1/crates/shared/owners";

    [Fact]
    public async Task An_added_owner_may_publish_and_a_removed_one_may_not()
    {
        await using var registry = await RegistryFixture.Start();
        var (alice, bob) = (await registry.Published("shared", "1.0.0"), await registry.User("bob"));
        await registry.Publish(bob, "shared", "1.0.1").Refusal(HttpStatusCode.Forbidden);

        var added = await registry.Put(Path, alice, """{"users":["BOB"]}""");
        Assert.Null(ApiBody.CheckOwnersChanged(await added.Expect(HttpStatusCode.OK).Content.ReadAsByteArrayAsync()));
        await registry.Publish(bob, "shared", "1.0.1").Expect(HttpStatusCode.OK);

        var removed = await registry.Delete(Path, alice, """{"owners":["bob"]}""");
        Assert.Null(ApiBody.CheckOwnersChanged(await removed.Expect(HttpStatusCode.OK).Content.ReadAsByteArrayAsync()));
        await registry.Publish(bob, "shared", "1.0.2").Refusal(HttpStatusCode.Forbidden);
        Assert.Equal(["publish", "add-owner", "publish", "remove-owner"], await registry.Audit("shared"));
    }

    [Fact]
    public async Task The_list_names_every_owner_as_cargo_needs_it()
    {
        await using var registry = await RegistryFixture.Start();
        var alice = await registry.Published("shared", "1.0.0");
        await registry.User("bob");
        await registry.Put(Path, alice, """{"users":["bob"]}""").Expect(HttpStatusCode.OK);

        var answer = await registry.Get("/api/v1/crates/SHARED/owners", alice);

        Assert.Null(ApiBody.CheckOwners(await answer.Expect(HttpStatusCode.OK).Content.ReadAsByteArrayAsync()));
        Assert.Equal(["owner-of-shared", "bob"],
            (await answer.Document()).GetProperty("users").EnumerateArray()
                .Select(user => user.GetProperty("login").GetString()));
    }

    [Fact]
    public async Task Repeats_are_successes_without_an_audit_row()
    {
        await using var registry = await RegistryFixture.Start();
        var alice = await registry.Published("shared", "1.0.0");
        await registry.User("bob");
        for (var i = 0; i < 2; i++)
            await registry.Put(Path, alice, """{"users":["bob","Bob"]}""").Expect(HttpStatusCode.OK);
        for (var i = 0; i < 2; i++)
            await registry.Delete(Path, alice, """{"users":["bob"]}""").Expect(HttpStatusCode.OK);

        Assert.Equal(["publish", "add-owner", "remove-owner"], await registry.Audit("shared"));
    }

    [Fact]
    public async Task A_crate_keeps_its_last_owner()
    {
        await using var registry = await RegistryFixture.Start();
        var alice = await registry.Published("shared", "1.0.0");

        await registry.Delete(Path, alice, """{"users":["owner-of-shared"]}""").Refusal(HttpStatusCode.BadRequest);

        await registry.Publish(alice, "shared", "1.0.1").Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Of_several_logins_all_are_added_or_none()
    {
        await using var registry = await RegistryFixture.Start();
        var alice = await registry.Published("shared", "1.0.0");
        await registry.User("bob");

        await registry.Put(Path, alice, """{"users":["bob","nobody"]}""").Refusal(HttpStatusCode.BadRequest);

        var owners = (await registry.Get(Path, alice).Document()).GetProperty("users");
        Assert.Equal(1, owners.GetArrayLength());
        Assert.Equal(["publish"], await registry.Audit("shared"));
    }

    [Theory]
    [InlineData("""{"users":[]}""")]
    [InlineData("""{"users":["a","b","c","d","e","f","g","h","i","j","k"]}""")]
    [InlineData("""{"users":null}""")]
    [InlineData("""{}""")]
    [InlineData("not json")]
    [InlineData("")]
    public async Task A_request_without_a_few_logins_is_refused(string body)
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Put(Path, await registry.Published("shared", "1.0.0"), body).Refusal(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Strangers_and_missing_crates_are_refused()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("shared", "1.0.0");
        var mallory = await registry.User("mallory");
        await registry.Put(Path, mallory, """{"users":["mallory"]}""").Refusal(HttpStatusCode.Forbidden);
        await registry.Put("/api/v1/crates/absent/owners", mallory,
            """{"users":["mallory"]}""").Refusal(HttpStatusCode.NotFound);
        await registry.Get("/api/v1/crates/absent/owners", mallory).Refusal(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Two_owners_who_remove_each_other_at_once_leave_one()
    {
        await using var registry = await RegistryFixture.Start();
        var alice = await registry.Published("shared", "1.0.0");
        var bob = await registry.User("bob");
        for (var round = 0; round < 10; round++)
        {
            await registry.Put(Path, registry.Host.AdminToken, """{"users":["bob","owner-of-shared"]}""").Expect(HttpStatusCode.OK);
            var answers = await Task.WhenAll(
                registry.Delete(Path, alice, """{"users":["bob"]}"""),
                registry.Delete(Path, bob, """{"users":["owner-of-shared"]}"""));
            // Whoever comes second is no owner any more.
            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Forbidden], answers.Select(one => one.StatusCode).Order());
            // An administrator passes that check; then it is the count itself that holds.
            await registry.Put(Path, registry.Host.AdminToken, """{"users":["bob","owner-of-shared"]}""").Expect(HttpStatusCode.OK);
            answers = await Task.WhenAll(
                registry.Delete(Path, registry.Host.AdminToken, """{"users":["bob"]}"""),
                registry.Delete(Path, registry.Host.AdminToken, """{"users":["owner-of-shared"]}"""));
            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.BadRequest], answers.Select(one => one.StatusCode).Order());
        }
    }
}
