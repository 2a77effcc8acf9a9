using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Seatrial.Registry.Tests.Monitoring;

/// <summary>A span as a collector received it.</summary>
internal sealed record ReceivedSpan(string Trace, string Id, string Parent, string Name);

/// <summary>A small collector: takes OTLP over HTTP/protobuf and over gRPC, and keeps spans and the names of metrics.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private Collector(WebApplication app) => _app = app;

    public ConcurrentBag<ReceivedSpan> Spans { get; } = [];

    public ConcurrentDictionary<string, bool> Metrics { get; } = new();

    /// <summary>What came with requests to the stub of a storage: each value of traceparent.</summary>
    public ConcurrentBag<string> TraceParents { get; } = [];

    public string Url => _app.Urls.Single();

    public static async Task<Collector> Start(bool grpc = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0,
            listen => listen.Protocols = grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        var collector = new Collector(builder.Build());
        collector._app.Run(collector.Take);
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>Waits until something has come.</summary>
    public static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(RegistryFixture.Patience);
        while (!condition())
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task Take(HttpContext http)
    {
        using var copy = new MemoryStream();
        await http.Request.Body.CopyToAsync(copy);
        var (path, body) = (http.Request.Path.Value!, copy.ToArray().AsMemory());
        if (http.Request.Headers["traceparent"] is { Count: > 0 } parent)
            TraceParents.Add(parent.ToString());
        var grpc = http.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true;
        // One byte says whether it is compressed, four how long it is.
        body = grpc ? body[5..] : body;
        if (path is "/v1/traces" or "/opentelemetry.proto.collector.trace.v1.TraceService/Export")
            TakeSpans(body);
        else if (path is "/v1/metrics" or "/opentelemetry.proto.collector.metrics.v1.MetricsService/Export")
            TakeMetrics(body);
        else
            http.Response.StatusCode = 500;
        if (!grpc)
            return;
        http.Response.ContentType = "application/grpc";
        await http.Response.Body.WriteAsync(new byte[5]);
        http.Response.AppendTrailer("grpc-status", "0");
    }

    // ExportTraceServiceRequest: resource_spans 1, scope_spans 2, spans 2; of a span trace_id 1, span_id 2, parent_span_id 4, name 5.
    private void TakeSpans(ReadOnlyMemory<byte> body)
    {
        foreach (var span in Protobuf.Below(body, 1, 2, 2))
            Spans.Add(new(Hex(span, 1), Hex(span, 2), Hex(span, 4), Encoding.UTF8.GetString(Protobuf.Below(span, 5).Single().Span)));
    }

    // ExportMetricsServiceRequest: resource_metrics 1, scope_metrics 2, metrics 2; of a metric name 1.
    private void TakeMetrics(ReadOnlyMemory<byte> body)
    {
        foreach (var metric in Protobuf.Below(body, 1, 2, 2))
            Metrics[Encoding.UTF8.GetString(Protobuf.Below(metric, 1).Single().Span)] = true;
    }

    private static string Hex(ReadOnlyMemory<byte> span, int field) =>
        Protobuf.Below(span, field).Select(id => Convert.ToHexStringLower(id.Span)).SingleOrDefault("");
}

/// <summary>As much of protobuf's wire format as finds nested messages.</summary>
internal static class Protobuf
{
    /// <summary>The values of length-delimited fields, by the numbers that lead to them.</summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Below(ReadOnlyMemory<byte> message, params int[] fields) =>
        fields.Aggregate((IEnumerable<ReadOnlyMemory<byte>>)[message], (inner, field) => inner.SelectMany(one => Values(one, field)).ToList());

    private static List<ReadOnlyMemory<byte>> Values(ReadOnlyMemory<byte> message, int field)
    {
        var values = new List<ReadOnlyMemory<byte>>();
        while (!message.IsEmpty)
        {
            var tag = Number(ref message);
            switch (tag & 7)
            {
                case 0:
                    Number(ref message);
                    break;
                case 1:
                    message = message[8..];
                    break;
                case 5:
                    message = message[4..];
                    break;
                default:
                    var length = (int)Number(ref message);
                    if ((int)(tag >> 3) == field)
                        values.Add(message[..length]);
                    message = message[length..];
                    break;
            }
        }

        return values;
    }

    private static ulong Number(ref ReadOnlyMemory<byte> message)
    {
        var (number, shift) = (0UL, 0);
        byte one;
        do
        {
            one = message.Span[0];
            message = message[1..];
            number |= (ulong)(one & 0x7f) << shift;
            shift += 7;
        }
        while (one >= 0x80);
        return number;
    }
}
