using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Seatrial.EndToEnd.Tests;

/// <summary>Against something that is no registry, the tool says what it asked, what came and what it expected.</summary>
public sealed class NotARegistryTests
{
    [Fact]
    public async Task A_closed_port()
    {
        var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var url = $"http://{closed.LocalEndpoint}/";
        closed.Stop();
        await AssertUnusable(url, "Connection refused");
    }

    [Fact]
    public async Task A_server_that_answers_every_path_with_a_page()
    {
        await using var server = await ServeAsync(200, "<html><body>Welcome</body></html>");
        await AssertUnusable(server.Urls.Single(), "Welcome");
    }

    [Fact]
    public async Task A_file_server()
    {
        await using var server = await ServeAsync(404, "no such file");
        await AssertUnusable(server.Urls.Single(), "404");
    }

    [Fact]
    public async Task A_server_that_accepts_and_never_answers()
    {
        var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await AssertUnusable($"http://{silent.LocalEndpoint}/", "nothing came within");
        silent.Stop();
    }

    private static async Task AssertUnusable(string url, string came)
    {
        using var tool = new Tool();
        var run = await tool.RunAsync("--registry", url, "--token", "some-token");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("asked     GET", run.StandardError, StringComparison.Ordinal);
        Assert.Contains(came, run.StandardError, StringComparison.Ordinal);
        Assert.Contains("expected  200", run.StandardError, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.StandardError, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> ServeAsync(int status, string body)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        application.Run(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(body);
        });
        await application.StartAsync();
        return application;
    }
}
