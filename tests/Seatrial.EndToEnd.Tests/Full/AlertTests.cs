using System.Text.Json;

namespace Seatrial.EndToEnd.Tests;

/// <summary>Prometheus in the full topology: it sees every process, and an outage becomes an alert that goes away with it.</summary>
[Collection("full topology")]
public sealed class AlertTests : IDisposable
{
    /// <summary>A probe's two seconds, a scrape, the alert's own five seconds, an evaluation; and a busy machine.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(10) };

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task An_alert_fires_while_the_storage_is_stopped_and_clears_when_it_is_back()
    {
        await using var full = await ServedTopology.StartAsync();
        var prometheus = full.Part("prometheus");
        await EventuallyAsync("all processes are scraped", async () => await UpAsync(prometheus) == 4);
        Assert.DoesNotContain("StorageUnreachable", await FiringAsync(prometheus));

        await full.StopAsync("storage");
        try
        {
            await EventuallyAsync("the alert fires", async () => (await FiringAsync(prometheus)).Contains("StorageUnreachable"));
            Assert.DoesNotContain("DatabaseUnreachable", await FiringAsync(prometheus));
        }
        finally
        {
            await full.ContinueAsync("storage");
        }

        await EventuallyAsync("the alert clears", async () => !(await FiringAsync(prometheus)).Contains("StorageUnreachable"));
    }

    private static async Task EventuallyAsync(string what, Func<Task<bool>> holds)
    {
        using var timed = new CancellationTokenSource(Limit);
        while (!await holds())
        {
            Assert.False(timed.IsCancellationRequested, $"Within {Limit.TotalSeconds:0} s it was not so that {what}.");
            await Task.Delay(Pause);
        }
    }

    private async Task<int> UpAsync(string prometheus) => (await AskAsync($"{prometheus}/api/v1/query?query=up==1")).GetProperty("result").GetArrayLength();

    private async Task<List<string?>> FiringAsync(string prometheus) =>
        [.. (await AskAsync($"{prometheus}/api/v1/alerts")).GetProperty("alerts").EnumerateArray()
            .Where(alert => alert.GetProperty("state").ValueEquals("firing"))
            .Select(alert => alert.GetProperty("labels").GetProperty("alertname").GetString())];

    private async Task<JsonElement> AskAsync(string url)
    {
        using var document = JsonDocument.Parse(await _http.GetStringAsync(new Uri(url)));
        return document.RootElement.GetProperty("data").Clone();
    }
}
