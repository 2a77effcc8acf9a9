using System.Net;

namespace Seatrial.EndToEnd.Tests;

/// <summary>A part that stands still takes with it only what needs it; the rest works, and all recovers alone.</summary>
[Collection("full topology")]
public sealed class StoppedPartTests
{
    private static readonly TimeSpan Standstill = TimeSpan.FromSeconds(8);

    /// <summary>A lease may have to run out.</summary>
    private static readonly TimeSpan Recovery = TimeSpan.FromSeconds(60);

    private static readonly string[] All = ["publish", "index", "download", "archive"];

    /// <summary>
    /// What goes on without each part. A replica that stands still still accepts connections: a reading request that Varnish had given
    /// to it is repeated at the other, and a change waits until the probe sends the next ones there.
    /// </summary>
    private static readonly Dictionary<string, string[]> WorksWithout = new()
    {
        ["postgres"] = ["index", "download", "archive"],
        ["storage"] = ["index", "download", "archive"],
        ["worker-1"] = All,
        ["replica-1"] = ["index", "download", "archive"],
        ["varnish"] = [],
    };

    [Fact]
    public async Task What_does_not_need_it_goes_on_errors_are_the_contracts_and_everything_recovers_alone()
    {
        await using var topology = await ServedTopology.StartAsync();
        using var traffic = new Traffic();
        foreach (var (part, works) in WorksWithout)
            await StopAsync(topology, traffic, part, works);
        var doctor = await topology.DoctorAsync();
        Assert.True(doctor.ExitCode == 0, doctor.StandardOutput + doctor.StandardError);
    }

    private static async Task StopAsync(ServedTopology topology, Traffic traffic, string part, string[] works)
    {
        await using var load = await Workload.StartAsync(traffic, topology.Url, topology.AdminToken, $"without-{part}-");
        await topology.StopAsync(part);
        await Task.Delay(Standstill);
        var during = load.Answers();
        await topology.ContinueAsync(part);
        foreach (var kind in works)
            Assert.True(during.Any(answer => answer.Kind == kind && IsGood(answer.Status)), $"Without {part} no {kind} worked.");
        foreach (var (kind, status, body) in during.Where(answer => answer.Status is { } status && !IsGood(status)))
            Assert.True(status == HttpStatusCode.ServiceUnavailable && Cargo.ApiBody.CheckError(System.Text.Encoding.UTF8.GetBytes(body)) is null,
                $"Without {part} a {kind} was answered with {status}: {body}");
        var lacking = All.ToHashSet();
        _ = load.Answers();
        await Traffic.UntilAsync(() =>
        {
            lacking.ExceptWith(load.Answers().Where(answer => IsGood(answer.Status)).Select(answer => answer.Kind));
            return Task.FromResult(lacking.Count == 0);
        }, Recovery, () => $"After {part} these do not work again: {string.Join(", ", lacking)}");
        await load.DisposeAsync();
        foreach (var crate in load.Acknowledged.GroupBy(one => one.Crate, one => one.Version))
            await Traffic.UntilAsync(async () => (await traffic.IndexAsync(topology.Url, crate.Key))?.Select(line => line.Version.Text).ToList() is { } shown
                && crate.All(shown.Contains), Recovery, () => $"After {part} acknowledged versions of {crate.Key} are missing.");
    }

    private static bool IsGood(HttpStatusCode? status) => status is HttpStatusCode.OK or HttpStatusCode.Found;
}
