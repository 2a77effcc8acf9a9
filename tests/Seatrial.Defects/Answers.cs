using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

[assembly: HostingStartup(typeof(Seatrial.Defects.Answers))]

namespace Seatrial.Defects;

/// <summary>
/// Puts what a defect does to requests and answers in front of the registry's pipeline, as a proxy before it would. It comes in as any
/// hosting start-up assembly does: by the environment.
/// </summary>
internal sealed class Answers : IHostingStartup
{
    private const string Variable = "ASPNETCORE_HOSTINGSTARTUPASSEMBLIES";

    private static Func<HttpContext, RequestDelegate, Task>? _planted;

    /// <summary>Has the registries that this process starts from now on do it.</summary>
    public static void Plant(Func<HttpContext, RequestDelegate, Task> act)
    {
        _planted = act;
        // Others may be there already: what taps the process from inside.
        var own = typeof(Answers).Assembly.GetName().Name;
        Environment.SetEnvironmentVariable(Variable, Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } others ? $"{others};{own}" : own);
    }

    public void Configure(IWebHostBuilder builder)
    {
        if (_planted is { } act)
            builder.ConfigureServices(services => services.AddSingleton<IStartupFilter>(new First(act)));
    }

    private sealed class First(Func<HttpContext, RequestDelegate, Task> act) : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(after => http => act(http, after));
            next(app);
        };
    }
}
