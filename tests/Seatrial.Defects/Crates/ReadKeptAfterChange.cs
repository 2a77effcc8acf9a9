using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Seatrial.Registry.Publish;
using Seatrial.Registry.Yank;

namespace Seatrial.Defects;

/// <summary>Answers about a crate are kept until something is changed; one that was read before a change and comes after it is kept as well.</summary>
internal static class ReadKeptAfterChange
{
    public static Defect Defect { get; } = new(
        "read-kept-after-change",
        "9 (#1591), in one process: a cache that is forgotten at a change, and filled again with what was read before it",
        "Answers about a crate are kept until something is changed; one that was read before a change and comes after it is kept as well.",
        Check.History("I7"))
    {
        Answers = Keep,
        Wiring = Wiring.Standard with
        {
            Publish = Wiring.Standard.Publish.After(Commit.Name, attempt => Forget(attempt.Metadata.Name.Text)),
            Yank = Wiring.Standard.Yank.After(Commit.Name, attempt => Forget(attempt.Crate.Name)),
            Unyank = Wiring.Standard.Unyank.After(Commit.Name, attempt => Forget(attempt.Crate.Name)),
        },
    };

    // As long as a slow answer: the race is there without it, and rarer.
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(100);

    // By the crate's name as it is asked for.
    private static readonly ConcurrentDictionary<string, byte[]> Kept = new();

    private static async Task Keep(HttpContext http, RequestDelegate next)
    {
        if (CrateAnswers.WhatIsRead(http) is not { } crate || crate.Contains('/', StringComparison.Ordinal))
        {
            await next(http);
            return;
        }

        if (Kept.TryGetValue(crate, out var kept))
        {
            await CrateAnswers.Give(http, kept);
            return;
        }

        var body = await CrateAnswers.Get(http, next);
        if (http.Response.StatusCode == StatusCodes.Status200OK)
        {
            await Task.Delay(Gap, http.RequestAborted);
            Kept[crate] = body;
        }

        await http.Response.Body.WriteAsync(body);
    }

    private static void Forget(string crate) => Kept.TryRemove(crate, out _);
}
