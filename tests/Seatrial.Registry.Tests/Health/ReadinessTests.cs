using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;

namespace Seatrial.Registry.Tests.Health;

/// <summary>What the registry says about its dependencies.</summary>
public sealed class ReadinessTests
{
    [Fact]
    public async Task Every_dependency_that_answers_is_ok()
    {
        await using var registry = await RegistryFixture.Start();
        Assert.Equal("""{"database":"ok","storage":"ok"}""", await registry.Get("/health/ready").Text());
    }

    [Fact]
    public async Task A_dependency_that_is_gone_is_named_and_the_others_are_ok_until_it_is_back()
    {
        await using var registry = await RegistryFixture.Start();
        registry.StorageGate.Shut();
        var answer = await registry.Get("/health/ready");
        var body = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement;
        Assert.Contains("the storage", await answer.Refusal(HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
        Assert.Equal("ok", body.GetProperty("database").GetString());
        Assert.Equal("unreachable", body.GetProperty("storage").GetString());

        registry.StorageGate.Open();

        await registry.Get("/health/ready").Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_dependency_that_hangs_is_unreachable_within_seconds_and_holds_up_no_scrape()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Get("/metrics").Text();
        // Accepts, and never says a word.
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        registry.StorageGate.Shut();
        registry.StorageGate.Target = new Uri($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        registry.StorageGate.Open();

        var begun = Stopwatch.GetTimestamp();
        var page = await registry.Get("/metrics").Text();
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 0, 1.9);
        Assert.Contains("registry_dependency_up", page, StringComparison.Ordinal);
        begun = Stopwatch.GetTimestamp();
        await registry.Get("/health/ready").Refusal(HttpStatusCode.ServiceUnavailable);
        Assert.InRange(Stopwatch.GetElapsedTime(begun).TotalSeconds, 1.5, 10);
        registry.StorageGate.Target = new Uri(registry.Host.Storage.Url);
    }
}
