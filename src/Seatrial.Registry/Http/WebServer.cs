using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Seatrial.Registry.Http;

/// <summary>One Kestrel endpoint with its own life: the registry, the edge and the storage are three of them.</summary>
internal sealed class WebServer : IAsyncDisposable
{
    private readonly IHost _host;

    private WebServer(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    /// <summary>Where it listens, without a trailing slash; known once it has started.</summary>
    public string Url
    {
        get => field ?? throw new InvalidOperationException("The server has not started.");
        private set;
    }

    /// <summary>Builds a server that does not listen yet.</summary>
    /// <remarks>
    /// The plain HostBuilder: it starts in milliseconds, and it alone runs hosting start-up assemblies (the slim
    /// WebApplication builder does not) <em>after</em> <paramref name="services"/>, so that they can decorate what is
    /// registered.
    /// </remarks>
    public static WebServer Build(Binding binding, Action<IServiceCollection> services,
        Action<IApplicationBuilder> pipeline) =>
        new(new HostBuilder()
            .ConfigureServices(all =>
            {
                all.AddRouting();
                all.AddSingleton<IHostLifetime, QuietLifetime>();
                services(all);
            })
            .ConfigureWebHost(web => web
                .UseSetting(WebHostDefaults.ApplicationKey, typeof(WebServer).Assembly.GetName().Name)
                .UseSetting(WebHostDefaults.PreventHostingStartupKey, binding.Extensible ? "false" : "true")
                .UseSetting(WebHostDefaults.ServerUrlsKey, "")
                .UseKestrelCore()
                .ConfigureKestrel(kestrel =>
                {
                    kestrel.AddServerHeader = false;
                    kestrel.Limits.MaxRequestBodySize = binding.MaxBody;
                    kestrel.Limits.MaxConcurrentConnections = MaxConnections;
                    kestrel.Listen(IPAddress.Parse(binding.Address), binding.Port, listen => Secure(listen, binding.Tls));
                })
                .Configure(pipeline))
            .Build());

    // HTTP/2 is agreed on within TLS (ALPN); without it nobody could tell the two apart.
    private static void Secure(ListenOptions listen, ServerTls? tls)
    {
        listen.Protocols = tls is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
        if (tls is not null)
            listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(tls.Options()) });
    }

    public async Task Start(CancellationToken cancel)
    {
        await _host.StartAsync(cancel);
        Url = Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    /// <summary>Stops accepting, lets running requests finish for a moment, and frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(StopPatience);
        await _host.StopAsync(patience.Token);
        _host.Dispose();
    }

    // A load run opens a few thousand connections; beyond that a bug leaks them.
    private const long MaxConnections = 10_000;

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);
}

/// <summary>Where and how a server listens.</summary>
/// <param name="Address">An IP address.</param>
/// <param name="Port">0 for any free one.</param>
/// <param name="MaxBody">The largest request body in bytes; an endpoint may raise it.</param>
/// <param name="Extensible">Whether hosting start-up assemblies (ASPNETCORE_HOSTINGSTARTUPASSEMBLIES) take
/// part.</param>
/// <param name="Tls">What makes it https; null for http.</param>
internal sealed record Binding(string Address, int Port, long MaxBody, bool Extensible = false, ServerTls? Tls = null);

/// <summary>A host lifetime that listens to no signal: the program owns the order in which its servers stop.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
