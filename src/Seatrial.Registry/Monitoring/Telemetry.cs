using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Seatrial.Registry.Monitoring;

/// <summary>
/// Sends spans and metrics to a collector over OTLP, when OpenTelemetry's own variables name one; else nothing of it is started
/// (docs/decisions/0009).
/// </summary>
/// <remarks>
/// Everything is sent by threads of the SDK, from queues with an end: what a collector does not take is dropped, and no request waits.
/// </remarks>
internal sealed class Telemetry : IHostedService, IDisposable
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";
    private const string ServiceName = "seatrial-registry";

    // Requests with the trace that they belong to, our workflows and steps, the calls of the storage, and PostgreSQL's driver.
    private static readonly string[] Sources = ["Microsoft.AspNetCore", Measures.Name, "System.Net.Http", "Npgsql"];

    // A collector that is gone must not hold up the end of the process, for spans and metrics each.
    private const int EndMilliseconds = 1000;

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    /// <summary>Whether the environment names a collector.</summary>
    public static bool IsWanted(Func<string, string?> environment) => environment(Endpoint) is { Length: > 0 };

    /// <summary>What is wrong with the variables that decide whether anything can be sent; the SDK itself would pass it over.</summary>
    public static IEnumerable<string> Problems(Func<string, string?> environment)
    {
        if (!IsWanted(environment))
            yield break;
        if (!Uri.TryCreate(environment(Endpoint), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            yield return $"${Endpoint}: must be an http or https URL";
        if (environment(Protocol) is not (null or "" or "grpc" or "http/protobuf"))
            yield return $"${Protocol}: must be grpc or http/protobuf";
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        // The SDK reads the rest of the standard variables itself: protocol, headers, sampler, service name, intervals.
        _traces = Sdk.CreateTracerProviderBuilder().ConfigureResource(Name).AddSource(Sources).AddOtlpExporter().Build();
        _metrics = Sdk.CreateMeterProviderBuilder().ConfigureResource(Name).AddMeter([.. MetricsPage.Meters]).AddOtlpExporter().Build();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        // Both at once, and no longer than that; Dispose would give each the patience of the SDK.
        return Task.WhenAll(Task.Run(() => _traces?.Shutdown(EndMilliseconds), CancellationToken.None),
            Task.Run(() => _metrics?.Shutdown(EndMilliseconds), CancellationToken.None));
    }

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }

    private static void Name(ResourceBuilder resource) => resource.AddService(ServiceName).AddEnvironmentVariableDetector();
}
