using Seatrial.Registry.Yank;

namespace Seatrial.Registry.Removal;

/// <summary><c>DELETE …/{crate}/{version}</c>, for administrators.</summary>
internal static class RemovalEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, Site site, Wiring wiring) =>
        routes.MapDelete("/api/v1/crates/{crate}/{version}", Answering.By(http => wiring.RemoveVersion.Answer(
            new YankAttempt(site, http.Route("crate"), http.Route("version"), http.RequestAborted) { Authorization = http.Authorization() },
            _ => Answer.Json(new OkBody(), CargoJson.Default.OkBody))));
}
