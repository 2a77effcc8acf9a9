using System.Diagnostics.CodeAnalysis;
using System.Runtime.Loader;

/// <summary>
/// How .NET begins with this assembly when <c>DOTNET_STARTUP_HOOKS</c> names its file: before the application's <c>Main</c>.
/// </summary>
/// <remarks>
/// The assembly lies outside of the application's folder, so the application finds it here. Hosts whose builder runs no hosting
/// start-up assemblies (the slim ones) are caught as well.
/// </remarks>
[SuppressMessage("Design", "CA1050", Justification = "The runtime looks for this name outside of any namespace.")]
internal static class StartupHook
{
    /// <summary>Called by the runtime.</summary>
    public static void Initialize()
    {
        var own = typeof(StartupHook).Assembly;
        AssemblyLoadContext.Default.Resolving += (_, wanted) => wanted.Name == own.GetName().Name ? own : null;
        // Nothing of ASP.NET Core may be touched before it is known that this process has it and is to be tapped: the variables
        // are inherited by whatever the process starts.
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Seatrial.Inside.Setting.Variable)))
            Seatrial.Inside.HostBuilding.Catch();
    }
}
