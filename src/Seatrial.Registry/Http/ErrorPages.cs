namespace Seatrial.Registry.Http;

/// <summary>
/// Gives every failure that has no body yet the errors body: unknown routes, wrong methods, limits, and bugs.
/// </summary>
internal static class ErrorPages
{
    public static IApplicationBuilder UseErrorPages(this IApplicationBuilder app, ILogger log) =>
        app.Use(async (http, next) =>
    {
        RequestId.Assign(http);
        try
        {
            await next(http);
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            await Fresh(http, Answer.Error(bad.StatusCode, Words(bad.StatusCode)));
            return;
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }
        catch (Exception bug) when (!http.Response.HasStarted)
        {
            log.LogBug($"request {http.TraceIdentifier}: {http.Request.Method} {http.Request.Path}", bug);
            await Fresh(http, Answer.Error(
                StatusCodes.Status500InternalServerError, $"internal error, request id {http.TraceIdentifier}"));
            return;
        }

        if (!http.Response.HasStarted && http.Response is { StatusCode: >= 400, ContentLength: null })
            await Answer.Error(http.Response.StatusCode, Words(http.Response.StatusCode)).Write(http);
    });

    private static Task Fresh(HttpContext http, Answer answer)
    {
        http.Response.Clear();
        RequestId.Answer(http);
        return answer.Write(http);
    }

    private static string Words(int status) => status switch
    {
        StatusCodes.Status400BadRequest => "the request cannot be read",
        StatusCodes.Status404NotFound => "there is nothing at this address",
        StatusCodes.Status405MethodNotAllowed => "this address does not know this method",
        StatusCodes.Status408RequestTimeout => "the request took too long to arrive",
        StatusCodes.Status413PayloadTooLarge => "the request body is too large",
        _ => $"the request failed with status {status}",
    };
}
