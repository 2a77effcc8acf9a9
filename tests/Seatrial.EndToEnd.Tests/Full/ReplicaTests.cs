using System.Net;
using System.Text.Json;

namespace Seatrial.EndToEnd.Tests;

/// <summary>Two replicas are one registry: what one has done, the other knows.</summary>
[Collection("full topology")]
public sealed class ReplicaTests
{
    private const int Versions = 50;

    private static readonly TimeSpan Visible = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_one_replica_has_done_the_other_knows_and_nothing_is_lost_between_them()
    {
        await using var topology = await ServedTopology.StartAsync();
        using var traffic = new Traffic();
        var (one, other) = (topology.Part("replica-1"), topology.Part("replica-2"));
        var token = await traffic.UserAsync(one, topology.AdminToken, "alice");

        Assert.Equal(HttpStatusCode.OK, (await traffic.PublishAsync(one, token, "shared", "1.0.0"))!.Value.Status);
        Assert.Equal(HttpStatusCode.OK, (await traffic.SendAsync(HttpMethod.Delete, $"{other}/api/v1/crates/shared/1.0.0/yank", token))!.Value.Status);
        await Traffic.UntilAsync(async () => await traffic.IndexAsync(topology.Url, "shared") is [{ Yanked: true }], Visible,
            () => "The yank is not in the index.");

        var published = await Task.WhenAll(Enumerable.Range(0, Versions).Select(number =>
            traffic.PublishAsync(number % 2 == 0 ? one : other, token, "crowded", $"0.{number}.0")));
        Assert.All(published, answer => Assert.Equal(HttpStatusCode.OK, answer!.Value.Status));
        string[] expected = [.. Enumerable.Range(0, Versions).Select(number => $"0.{number}.0").Order(StringComparer.Ordinal)];
        string[] shown = [];
        await Traffic.UntilAsync(async () =>
        {
            shown = [.. (await traffic.IndexAsync(topology.Url, "crowded") ?? []).Select(line => line.Version.Text).Order(StringComparer.Ordinal)];
            return shown.SequenceEqual(expected);
        }, Visible, () => $"The index shows {string.Join(", ", shown)}.");

        var listed = await traffic.SendAsync(HttpMethod.Get, $"{other}/api/v1/me/tokens", token);
        using var tokens = JsonDocument.Parse(listed!.Value.Body);
        var id = tokens.RootElement.GetProperty("api_tokens")[0].GetProperty("id").GetInt64();
        Assert.Equal(HttpStatusCode.OK, (await traffic.SendAsync(HttpMethod.Delete, $"{one}/api/v1/me/tokens/{id}", token))!.Value.Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await traffic.PublishAsync(other, token, "shared", "1.1.0"))!.Value.Status);

        var doctor = await topology.DoctorAsync();
        Assert.True(doctor.ExitCode == 0, doctor.StandardOutput + doctor.StandardError);
    }

    /// <summary>What it has in memory was true when it fell asleep; nobody could tell it otherwise meanwhile (decision 0012).</summary>
    [Fact]
    public async Task A_replica_that_stood_still_shows_nothing_old_when_it_goes_on()
    {
        await using var topology = await ServedTopology.StartAsync();
        using var traffic = new Traffic();
        var (sleeper, other) = (topology.Part("replica-1"), topology.Part("replica-2"));
        var token = await traffic.UserAsync(other, topology.AdminToken, "alice");
        Assert.Equal(HttpStatusCode.OK, (await traffic.PublishAsync(other, token, "dozing", "1.0.0"))!.Value.Status);
        await Traffic.UntilAsync(async () => await traffic.IndexAsync(sleeper, "dozing") is [_], Visible, () => "The first version is not in the index.");

        await topology.StopAsync("replica-1");
        var asked = Enumerable.Range(0, 8).Select(_ => traffic.IndexAsync(sleeper, "dozing")).ToArray();
        Assert.Equal(HttpStatusCode.OK, (await traffic.PublishAsync(other, token, "dozing", "1.1.0"))!.Value.Status);
        await Traffic.UntilAsync(async () => await traffic.IndexAsync(other, "dozing") is [_, _], Visible, () => "The second version is not in the index.");
        Assert.All(asked, answer => Assert.False(answer.IsCompleted));
        await topology.ContinueAsync("replica-1");

        Assert.All(await Task.WhenAll(asked), shown => Assert.Equal(["1.0.0", "1.1.0"], shown!.Select(line => line.Version.Text)));
    }
}
