using Seatrial.Registry.Tests.Hosting;

namespace Seatrial.Registry.Tests.Publish;

/// <summary>Many publishes of the largest size at once, and what memory the process needs for them.</summary>
[Collection(HostingStartupTests.Alone)]
public sealed class LargePublishTests
{
    private const int MiB = 1024 * 1024;

    // What the process needs besides the bodies: itself, the edge's 64 MiB, SQLite, and the garbage that the collector leaves for a while.
    private const long Besides = 320L * MiB;

    [Fact]
    public async Task Their_bodies_wait_for_room_and_the_process_stays_within_its_memory()
    {
        await using var registry = await ServedRegistry.Start([], "--publish-memory-bytes", $"{32 * MiB}");
        var bodies = Enumerable.Range(0, 8).Select(Body).ToList();
        Assert.All(bodies, body => Assert.InRange(body.Length, 9.9 * MiB, 10 * MiB));

        var answers = await Task.WhenAll(Enumerable.Range(0, 48).Select(n => Published(registry, bodies[n % bodies.Count])));

        // Of equal ones one is new and the others are told so; 503 was answered by trying again.
        Assert.Equal(bodies.Count, answers.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(48 - bodies.Count, answers.Count(status => status == HttpStatusCode.Conflict));
        var peak = registry.PeakMemory();
        Assert.True(peak < 32L * MiB + Besides, $"the process had {peak / MiB} MiB");
        await registry.End();
    }

    private static async Task<HttpStatusCode> Published(ServedRegistry registry, byte[] body)
    {
        for (var attempt = 0; attempt < 10; attempt++)
        {
            using var answer = await registry.Publish(body);
            if (answer.StatusCode != HttpStatusCode.ServiceUnavailable)
                return answer.StatusCode;
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        return HttpStatusCode.ServiceUnavailable;
    }

    private static byte[] Body(int number)
    {
        var (name, ballast) = ($"large-{number}", new byte[(10 * MiB) - (64 * 1024)]);
        new Random(number).NextBytes(ballast);
        var archive = CrateArchive.Build(CrateName.Parse(name).Value, CrateVersion.Parse("1.0.0").Value,
        [
            ArchiveEntry.File("Cargo.toml", Encoding.UTF8.GetBytes($"[package]\nname = \"{name}\"\nversion = \"1.0.0\"\n")),
            ArchiveEntry.File("ballast.bin", ballast),
        ]);
        return PublishFrame.Of(Some.Metadata(name, "1.0.0"), archive).Write();
    }
}
