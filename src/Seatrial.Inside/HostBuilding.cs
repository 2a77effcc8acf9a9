using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace Seatrial.Inside;

/// <summary>
/// Catches every host at the moment when it is built, after all that the application has registered itself: .NET tells of it by
/// a diagnostic event, which its own tools and test hosts rely on.
/// </summary>
internal sealed class HostBuilding : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
{
    private const string Listener = "Microsoft.Extensions.Hosting";
    private const string Event = "HostBuilding";
    private static int _caught;

    /// <summary>Begins to; once is enough.</summary>
    public static void Catch()
    {
        if (Interlocked.Exchange(ref _caught, 1) == 0)
            DiagnosticListener.AllListeners.Subscribe(new HostBuilding());
    }

    public void OnNext(DiagnosticListener value)
    {
        if (value.Name == Listener)
            value.Subscribe(this);
    }

    public void OnNext(KeyValuePair<string, object?> value)
    {
        if (value is (Event, IHostBuilder host) && Tester.Current is { } tester)
            host.ConfigureServices(services => Decoration.Apply(services, tester));
    }

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }
}
