using Seatrial.Registry.Audit;

namespace Seatrial.Registry.Tests.Audit;

/// <summary>Refusals in the audit log.</summary>
public sealed class RefusalTests
{
    [Fact]
    public async Task Refusals_of_known_users_are_written_and_shown_on_request()
    {
        await using var registry = await RegistryFixture.Start();
        var alice = await registry.Published("mine", "1.0.0");
        var mallory = await registry.User("mallory");

        await registry.Publish(mallory, "mine", "1.0.1").Refusal(HttpStatusCode.Forbidden);
        await registry.Delete("/api/v1/crates/MINE/1.0.0/yank", mallory).Refusal(HttpStatusCode.Forbidden);
        await registry.Put("/api/v1/crates/mine/owners", mallory, """{"users":["mallory"]}""").Refusal(HttpStatusCode.Forbidden);
        await registry.Publish("sea_00000000000000000000000000000000", "mine", "1.0.1").Refusal(HttpStatusCode.Forbidden);

        Assert.Equal(["publish"], await registry.Audit("mine"));
        var rows = (await registry.Get("/api/v1/audit?crate=mine&refusals=true", alice).Document()).GetProperty("audit").EnumerateArray();
        Assert.Equal(["publish 1.0.0 owner-of-mine", "refused-publish 1.0.1 mallory", "refused-yank 1.0.0 mallory", "refused-add-owner  mallory"],
            rows.Select(row => $"{row.GetProperty("action")} {row.GetProperty("version")} {row.GetProperty("actor")}"));
    }

    [Fact]
    public async Task Nobody_fills_the_log_by_being_refused()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("mine", "1.0.0");
        var mallory = await registry.User("mallory");
        await Task.WhenAll(Enumerable.Range(0, RefusalLog.MaxPerMinute + 5).Select(_ =>
            registry.Delete("/api/v1/crates/mine/1.0.0/yank", mallory).Refusal(HttpStatusCode.Forbidden)));

        Assert.Equal(RefusalLog.MaxPerMinute,
            await registry.Site.Database.Number($"SELECT COUNT(*) FROM audit WHERE action = 'refused-yank'", default));
    }
}
