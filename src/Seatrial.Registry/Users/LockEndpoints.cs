namespace Seatrial.Registry.Users;

/// <summary><c>PUT</c> and <c>DELETE /api/v1/users/{login}/lock</c>, for administrators.</summary>
internal static class LockEndpoints
{
    private const string Route = "/api/v1/users/{login}/lock";

    public static void Map(IEndpointRouteBuilder routes, Site site, Wiring wiring)
    {
        routes.MapPut(Route, Answering.By(async http =>
            await Run(http, site, wiring.LockUser, await RequestBody.Json(http, RegistryJson.Default.LockRequest))));
        routes.MapDelete(Route, Answering.By(http => Run(http, site, wiring.UnlockUser, null)));
    }

    private static Task<Answer> Run(HttpContext http, Site site, Workflow<LockAttempt> workflow, LockRequest? request) => workflow.Answer(
        new LockAttempt(site, http.Route("login"), request, http.RequestAborted) { Authorization = http.Authorization() },
        _ => Answer.Json(new OkBody(), CargoJson.Default.OkBody));
}
