using System.Diagnostics;
using System.Globalization;
using Seatrial.Registry.Monitoring;
using Seatrial.Registry.Sql;

namespace Seatrial.Registry.Tests.Monitoring;

/// <summary>The page that Prometheus reads, and the spans.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task The_page_is_what_Prometheus_accepts()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("measured", "1.0.0");
        var answer = await registry.Get("/metrics").Expect(HttpStatusCode.OK);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        var (exitCode, output) = await Check(await answer.Content.ReadAsStringAsync());
        // 3: it can be read, and the lint dislikes names of meters that are not ours.
        Assert.True(exitCode is 0 or 3, output);
        Assert.DoesNotContain("registry_", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_step_of_a_publish_is_counted_under_its_name_and_outcome()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("measured", "1.0.0");
        await registry.Publish(token, "measured", "1.0.0", "other").Expect(HttpStatusCode.Conflict);

        var page = await registry.Get("/metrics").Text();

        Assert.All(Wiring.Standard.Publish.Steps, step => Assert.InRange(Steps(page, "publish", "done", step.Name), 1, 2));
        Assert.Equal(1, Steps(page, "publish", "done", "commit"));
        Assert.Equal(1, Steps(page, "publish", "refused"));
        Assert.Equal(0, Steps(page, "publish", "unavailable"));
    }

    [Fact]
    public async Task A_step_whose_dependency_fails_is_unavailable_and_the_dependency_is_down()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.User("alice");
        var before = await registry.Get("/metrics").Text();
        registry.StorageGate.Shut();
        await registry.Publish(token, "lost", "1.0.0").Expect(HttpStatusCode.ServiceUnavailable);

        var page = await registry.Get("/metrics").Text();

        Assert.Equal(1, Value(before, "registry_dependency_up", "dependency=\"storage\""));
        Assert.Equal(0, Value(page, "registry_dependency_up", "dependency=\"storage\""));
        Assert.Equal(1, Value(page, "registry_dependency_up", "dependency=\"database\""));
        Assert.Equal(1, Value(page, "registry_step_duration_seconds_count", "workflow=\"publish\",step=\"write-blob\",outcome=\"unavailable\""));
        Assert.Equal(1, Value(page, "registry_storage_duration_seconds_count", "operation=\"put\",outcome=\"failed\""));
    }

    [Fact]
    public async Task Jobs_that_wait_and_die_are_shown()
    {
        await using var registry = await RegistryFixture.Start();
        registry.PurgeGate.Shut();
        await registry.Site.Database.Execute(
            $"INSERT INTO jobs (kind, key, created_at, run_at) VALUES ('purge-edge', 'slow', {registry.Site.Clock.Milliseconds() - 90_000}, 0)", default);
        await registry.Site.Database.Execute(
            $"INSERT INTO jobs (kind, key, created_at, run_at, dead_at) VALUES ('purge-edge', 'dead', 0, 0, 1)", default);

        var page = await registry.Get("/metrics").Text();

        Assert.Equal(1, Value(page, "registry_jobs_waiting"));
        Assert.Equal(1, Value(page, "registry_jobs_dead"));
        Assert.InRange(Value(page, "registry_jobs_oldest_age_seconds"), 90, 150);
        await registry.Site.Database.Execute($"DELETE FROM jobs", default);
    }

    [Fact]
    public async Task Downloads_and_answers_of_the_edge_are_counted()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("measured", "1.0.0");
        for (var time = 0; time < 3; time++)
            await registry.Get("/api/v1/crates/measured/1.0.0/download").Expect(HttpStatusCode.Found);
        foreach (var _ in new[] { "a miss", "a hit", "a hit" })
            await registry.Index("measured", registry.Host.Edge.Url);

        var page = await registry.Get("/metrics").Text();
        Assert.Equal(3, Value(page, "registry_downloads_counted_total"));
        using var patience = new CancellationTokenSource(RegistryFixture.Patience);
        while (Value(page, "registry_downloads_written_total") < 3)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
            page = await registry.Get("/metrics").Text();
        }

        Assert.Equal(2, Value(page, "registry_edge_answers_total", "cache=\"hit\""));
        Assert.Equal(1, Value(page, "registry_edge_answers_total", "cache=\"miss\""));
        Assert.Equal(0, Value(page, "registry_edge_answers_total", "cache=\"stale\""));
    }

    [Fact]
    public async Task Requests_are_counted_by_route_and_never_by_address()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Get("/api/v1/crates/one-name").Expect(HttpStatusCode.NotFound);
        await registry.Get("/api/v1/crates/other-name").Expect(HttpStatusCode.NotFound);

        var page = await registry.Get("/metrics").Text();

        Assert.DoesNotContain("-name", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/metrics", page, StringComparison.Ordinal);
        Assert.Contains(page.Split('\n'), line => line.StartsWith("http_server_request_duration_seconds_count{", StringComparison.Ordinal)
            && line.Contains("http_response_status_code=\"404\"", StringComparison.Ordinal) && line.EndsWith(" 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_page_holds_no_secret_and_names_the_pool_of_the_database()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("measured", "1.0.0");
        var page = await registry.Get("/metrics").Text();
        foreach (var unwanted in new[] { token, registry.Host.AdminToken, registry.Host.StorageKey.Secret })
            Assert.DoesNotContain(unwanted, page, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("SEATRIAL_TEST_POSTGRESQL") is not null)
            Assert.Contains("db_client_connection_max{db_client_connection_pool_name=\"registry\"}", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_registries_in_one_process_do_not_count_for_each_other()
    {
        await using var one = await RegistryFixture.Start();
        await using var other = await RegistryFixture.Start();
        await one.Published("measured", "1.0.0");
        Assert.Equal(1, Steps(await one.Get("/metrics").Text(), "publish", "done", "commit"));
        Assert.Equal(0, Steps(await other.Get("/metrics").Text(), "publish", "done", "commit"));
    }

    [Fact]
    public async Task A_workflow_is_a_span_with_one_span_for_each_step()
    {
        var spans = new System.Collections.Concurrent.ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            // The web server's too: its span carries the trace from the request to ours.
            ShouldListenTo = source => source.Name is Measures.Name or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var registry = await RegistryFixture.Start();
        using var request = new Activity("the test").Start();
        await registry.Published("measured", "1.0.0");

        var own = spans.Where(span => span.TraceId == request.TraceId).ToList();
        var publish = Assert.Single(own, span => span.DisplayName == "publish");
        Assert.Equal(Wiring.Standard.Publish.Steps.Select(step => $"publish/{step.Name}"),
            own.Where(span => span.ParentSpanId == publish.SpanId).Select(span => span.DisplayName));
    }

    private static double Steps(string page, string workflow, string outcome, string? step = null) => page.Split('\n')
        .Where(line => line.StartsWith("registry_step_duration_seconds_count{", StringComparison.Ordinal)
            && line.Contains($"workflow=\"{workflow}\"", StringComparison.Ordinal)
            && line.Contains($"outcome=\"{outcome}\"", StringComparison.Ordinal)
            && (step is null || line.Contains($"step=\"{step}\"", StringComparison.Ordinal)))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));

    private static double Value(string page, string name, string labels = "")
    {
        var start = labels.Length == 0 ? $"{name} " : $"{name}{{{labels}}} ";
        return double.Parse(Assert.Single(page.Split('\n'), line => line.StartsWith(start, StringComparison.Ordinal))[start.Length..], CultureInfo.InvariantCulture);
    }

    private static async Task<(int ExitCode, string Output)> Check(string page)
    {
        using var process = Process.Start(new ProcessStartInfo("promtool", ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await process.StandardInput.WriteAsync(page);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync() + await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
