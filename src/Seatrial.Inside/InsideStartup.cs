using Microsoft.AspNetCore.Hosting;

[assembly: HostingStartup(typeof(Seatrial.Inside.InsideStartup))]

namespace Seatrial.Inside;

/// <summary>
/// How ASP.NET Core begins with this assembly when <c>ASPNETCORE_HOSTINGSTARTUPASSEMBLIES</c> names it.
/// </summary>
public sealed class InsideStartup : IHostingStartup
{
    /// <inheritdoc/>
    public void Configure(IWebHostBuilder builder)
    {
        if (Tester.Current is not { } tester)
            return;
        // A plain host builder runs this after the application's own registrations; a WebApplication's runs it before, and is
        // caught when it builds.
        builder.ConfigureServices(services => Decoration.Apply(services, tester));
        HostBuilding.Catch();
    }
}
