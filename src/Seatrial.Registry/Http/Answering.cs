using Seatrial.Registry.Audit;

namespace Seatrial.Registry.Http;

/// <summary>Turns functions that give an <see cref="Answer"/> into request delegates.</summary>
internal static class Answering
{
    public static RequestDelegate By(Func<HttpContext, Task<Answer>> handle) =>
        async http => await (await handle(http)).Write(http);

    public static RequestDelegate By(Func<HttpContext, Answer> handle) => http => handle(http).Write(http);

    /// <summary>
    /// Runs a workflow and answers its refusal, or what <paramref name="success"/> makes of the attempt.
    /// </summary>
    public static async Task<Answer> Answer<TAttempt>(this Workflow<TAttempt> workflow, TAttempt attempt,
        Func<TAttempt, Answer> success)
        where TAttempt : Attempt
    {
        Refusal? refusal;
        // The transaction ends before the refusal is written down: SQLite has one writer.
        await using (attempt)
            refusal = await workflow.Run(attempt);
        if (refusal is null)
            return success(attempt);
        await RefusalLog.Write(attempt, workflow.Name, refusal);
        return Http.Answer.Of(refusal);
    }

    public static string Route(this HttpContext http, string name) => http.Request.RouteValues[name] as string ?? "";

    public static string? Authorization(this HttpContext http) =>
        http.Request.Headers.Authorization is { Count: > 0 } header ? header.ToString() : null;
}
