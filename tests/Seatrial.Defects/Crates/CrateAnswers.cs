using Microsoft.AspNetCore.Http;

namespace Seatrial.Defects;

/// <summary>Answers about crates (<c>GET /api/v1/crates/{crate}</c>, and what is below), to be kept and given again.</summary>
internal static class CrateAnswers
{
    private const string Crates = "/api/v1/crates/";

    /// <summary>What a request reads of crates: a name, or what is below it; null when it is another request.</summary>
    public static string? WhatIsRead(HttpContext http) =>
        HttpMethods.IsGet(http.Request.Method) && http.Request.Path.Value is { } path && path.StartsWith(Crates, StringComparison.Ordinal) ? path[Crates.Length..] : null;

    /// <summary>Has the registry answer, and keeps the answer back.</summary>
    public static async Task<byte[]> Get(HttpContext http, RequestDelegate registry)
    {
        var client = http.Response.Body;
        using var body = new MemoryStream();
        http.Response.Body = body;
        await registry(http);
        http.Response.Body = client;
        return body.ToArray();
    }

    /// <summary>Answers with what was kept.</summary>
    public static async Task Give(HttpContext http, byte[] kept)
    {
        http.Response.Clear();
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = kept.Length;
        await http.Response.Body.WriteAsync(kept);
    }
}
