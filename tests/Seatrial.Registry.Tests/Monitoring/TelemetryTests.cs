using System.Net.Sockets;
using Seatrial.Registry.Tests.Hosting;

namespace Seatrial.Registry.Tests.Monitoring;

/// <summary>What a collector of OpenTelemetry receives, and that one that is dead is nobody's trouble.</summary>
public sealed class TelemetryTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string ClientSpan = "b7ad6b7169203331";

    [Theory]
    [InlineData("http/protobuf")]
    [InlineData("grpc")]
    public async Task A_collector_receives_the_steps_of_a_publish_within_the_clients_trace_and_the_metrics(string protocol)
    {
        await using var collector = await Collector.Start(protocol == "grpc");
        await using var registry = await ServedRegistry.Start(Environment(collector.Url, protocol));
        (await registry.Publish(Some.Publish("traced", "1.0.0"), request => request.Headers.Add("traceparent", $"00-{Trace}-{ClientSpan}-01")))
            .Expect(HttpStatusCode.OK);

        await Collector.Until(() => collector.Spans.Any(span => span.Name == "publish/commit") && collector.Spans.Any(span => span.Parent == ClientSpan)
            && collector.Metrics.ContainsKey("registry.step.duration") && collector.Metrics.ContainsKey("http.server.request.duration"));

        var spans = collector.Spans.ToList();
        var request = Assert.Single(spans, span => span.Parent == ClientSpan);
        var publish = Assert.Single(spans, span => span.Name == "publish");
        Assert.Equal((Trace, request.Id), (publish.Trace, publish.Parent));
        foreach (var step in Wiring.Standard.Publish.Steps)
            Assert.Equal((Trace, publish.Id), spans.Where(span => span.Name == $"publish/{step.Name}").Select(span => (span.Trace, span.Parent)).Single());
        // The call of the storage lies below the step that makes it.
        var write = spans.Single(span => span.Name == "publish/write-blob");
        Assert.Contains(spans, span => span.Trace == Trace && span.Parent == write.Id);
        await registry.End();
    }

    [Fact]
    public async Task The_storage_is_told_the_trace()
    {
        await using var collector = await Collector.Start();
        await using var registry = await ServedRegistry.Start(Environment(collector.Url, "http/protobuf"), "--storage-url", collector.Url);
        (await registry.Publish(Some.Publish("traced", "1.0.0"), request => request.Headers.Add("traceparent", $"00-{Trace}-{ClientSpan}-01")))
            .Expect(HttpStatusCode.ServiceUnavailable);
        Assert.Contains(collector.TraceParents, parent => parent.StartsWith($"00-{Trace}-", StringComparison.Ordinal) && !parent.Contains(ClientSpan, StringComparison.Ordinal));
        await Collector.Until(() => collector.Spans.Any(span => span.Name == "publish/write-blob"));
        await registry.End();
    }

    [Fact]
    public async Task Without_the_variable_nothing_is_sent()
    {
        await using var collector = await Collector.Start();
        var variables = Environment(collector.Url, "http/protobuf").Where(one => one.Name != "OTEL_EXPORTER_OTLP_ENDPOINT").ToArray();
        await using var registry = await ServedRegistry.Start(variables);
        (await registry.Publish(Some.Publish("untraced", "1.0.0"))).Expect(HttpStatusCode.OK);
        await registry.End();
        Assert.Empty(collector.Spans);
        Assert.Empty(collector.Metrics);
    }

    [Theory]
    [InlineData(true, "http/protobuf")]
    [InlineData(false, "http/protobuf")]
    [InlineData(true, "grpc")]
    public async Task A_collector_that_hangs_or_is_gone_is_no_trouble_for_requests_nor_for_the_end(bool hangs, string protocol)
    {
        // The system accepts connections that nobody ever reads.
        using var dead = new TcpListener(IPAddress.Loopback, 0);
        dead.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)dead.LocalEndpoint).Port}";
        if (!hangs)
            dead.Stop();
        await using var registry = await ServedRegistry.Start(Environment(url, protocol));
        using var patience = new CancellationTokenSource(RegistryFixture.Patience);
        // An export gives up after 10 s: had but two of these waited for one, they would not be done in time.
        for (var n = 0; n < 30; n++)
            (await registry.Publish(Some.Publish("unheard", $"1.0.{n}")).WaitAsync(patience.Token)).Expect(HttpStatusCode.OK);
        Assert.DoesNotContain("   at ", await registry.End(), StringComparison.Ordinal);
    }

    private static (string Name, string Value)[] Environment(string url, string protocol) =>
    [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", url), ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
        ("OTEL_BSP_SCHEDULE_DELAY", "50"), ("OTEL_METRIC_EXPORT_INTERVAL", "200"),
    ];
}
