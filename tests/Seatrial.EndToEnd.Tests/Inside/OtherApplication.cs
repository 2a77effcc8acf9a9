using System.Diagnostics;
using System.Net;
using Seatrial.Faults;
using Seatrial.Faults.Inside;
using Seatrial.Faults.Kinds;
using Seatrial.Record;

namespace Seatrial.EndToEnd.Tests.Inside;

/// <summary>An application that is not the registry and knows nothing of Seatrial, tapped from inside.</summary>
internal sealed class OtherApplication : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("seatrial-notes-");
    private readonly Traffic _traffic = new();
    private readonly Process _process;
    private readonly List<string> _errors = [];
    private string _url = "";

    private OtherApplication(string registration, IReadOnlyDictionary<string, string>? variables, string? database)
    {
        Tap = new Tap(Watch, Boundary.RegistryDatabase, "notes") { ProcessId = () => Id };
        Inside = new InsideTap(Tap);
        var start = new ProcessStartInfo(
            Path.Combine(Build.Output("Seatrial.Inside.Application"), "notes"), [registration, database ?? Path.Combine(_data.FullName, "notes.db")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables ?? Inside.Variables(Path.Combine(Build.Output("Seatrial.Inside"), "Seatrial.Inside.dll")))
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        Id = _process.Id;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                if (line.Data is { } text)
                    _errors.Add(text);
        };
        _process.BeginErrorReadLine();
    }

    public Watch Watch { get; } = new(TimeProvider.System);

    /// <summary>Its process id.</summary>
    public int Id { get; }

    /// <summary>Ends when it has ended, by whatever.</summary>
    public Task Ended => _process.WaitForExitAsync();

    public Tap Tap { get; }

    public InsideTap Inside { get; }

    /// <summary>What it wrote to standard error.</summary>
    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_errors)
                return [.. _errors];
        }
    }

    /// <summary>The operations since the recording began.</summary>
    public string[] Operations => [.. Watch.Recording.Crossings.Select(crossing => crossing.Operation)];

    /// <summary>Starts it.</summary>
    /// <param name="registration">How it registers its data source: factory, instance, type, keyed, slim, postgres.</param>
    /// <param name="variables">Its variables, when not those of its tap.</param>
    /// <param name="database">Its database, when not a file of its own.</param>
    public static async Task<OtherApplication> StartAsync(string registration = "factory", IReadOnlyDictionary<string, string>? variables = null, string? database = null)
    {
        var application = new OtherApplication(registration, variables, database);
        using var timed = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        application._url = await application._process.StandardOutput.ReadLineAsync(timed.Token)
            ?? throw new InvalidOperationException($"The application ended: {string.Join('\n', application.Errors)}");
        application.Watch.Record(Names.None);
        return application;
    }

    /// <summary>Arms a fault at the first of an operation from now on.</summary>
    public ArmedFault Arm(string kind, string operation, Traits traits = Traits.None) =>
        Arm(kind, new Crossing(Boundary.RegistryDatabase, "notes", operation, "", 1), traits);

    /// <summary>Arms a fault at the first from now on that is like a crossing.</summary>
    public ArmedFault Arm(string kind, Crossing like, Traits traits)
    {
        Watch.Record(Names.None);
        return Watch.Arm(new Fault(FaultKind.Named(kind) ?? new Hold(), like with { Occurrence = 1, Traits = traits }));
    }

    /// <summary>Asks it something.</summary>
    public async Task<(HttpStatusCode Status, string Body)> PostAsync(string path) => (await TryPostAsync(path))!.Value;

    /// <summary>Asks it something; nothing when it ended before it answered.</summary>
    public Task<(HttpStatusCode Status, string Body)?> TryPostAsync(string path) => _traffic.SendAsync(HttpMethod.Post, $"{_url}/{path}");

    /// <summary>Reads something from it.</summary>
    public async Task<(HttpStatusCode Status, string Body)> GetAsync(string path = "") => (await _traffic.SendAsync(HttpMethod.Get, $"{_url}/{path}"))!.Value;

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        await Inside.DisposeAsync();
        _traffic.Dispose();
        _data.Delete(recursive: true);
    }
}
