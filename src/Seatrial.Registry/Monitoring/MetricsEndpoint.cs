using System.Text;

namespace Seatrial.Registry.Monitoring;

/// <summary>The page that Prometheus reads. It holds no secret, and is not counted among the requests.</summary>
internal static class MetricsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var (page, gauges) = (routes.ServiceProvider.GetRequiredService<MetricsPage>(), routes.ServiceProvider.GetRequiredService<Gauges>());
        routes.MapGet("/metrics", Answering.By(async http =>
        {
            await gauges.Refresh(http.RequestAborted);
            return new Answer(StatusCodes.Status200OK, PrometheusText.ContentType, Encoding.UTF8.GetBytes(page.Text()));
        })).DisableHttpMetrics();
    }
}
