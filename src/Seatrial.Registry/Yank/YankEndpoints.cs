namespace Seatrial.Registry.Yank;

/// <summary><c>DELETE …/yank</c> and <c>PUT …/unyank</c>.</summary>
internal static class YankEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Site site, Wiring wiring)
    {
        routes.MapDelete("/api/v1/crates/{crate}/{version}/yank", Answering.By(http => Run(http, site, wiring.Yank)));
        routes.MapPut("/api/v1/crates/{crate}/{version}/unyank", Answering.By(http => Run(http, site, wiring.Unyank)));
    }

    private static Task<Answer> Run(HttpContext http, Site site, Workflow<YankAttempt> workflow) => workflow.Answer(
        new YankAttempt(site, http.Route("crate"), http.Route("version"),
            http.RequestAborted)
        { Authorization = http.Authorization() },
        _ => Answer.Json(new OkBody(), CargoJson.Default.OkBody));
}
