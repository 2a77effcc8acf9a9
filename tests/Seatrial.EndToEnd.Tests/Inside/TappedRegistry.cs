using System.Net;
using Microsoft.Data.Sqlite;
using Seatrial.Faults;
using Seatrial.Faults.Inside;
using Seatrial.Record;

namespace Seatrial.EndToEnd.Tests.Inside;

/// <summary>The embedded registry of this build, tapped from inside. It can be killed and started again on the same data.</summary>
public sealed class TappedRegistry : IAsyncLifetime
{
    /// <summary>What waits for something that takes milliseconds, on a machine that may build at the same time.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private const string Token = "seatrial-inside-tests-token";

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("seatrial-tapped-");
    private readonly Traffic _traffic = new();
    private RegistryProcess? _process;
    private int _crates;

    public TappedRegistry()
    {
        Tap = new Tap(Watch, Boundary.RegistryDatabase, "registry") { ProcessId = () => _process?.Id };
        Background = Tap with { Side = "jobs" };
        Inside = new InsideTap(Tap, Background);
    }

    internal Watch Watch { get; } = new(TimeProvider.System);

    internal Tap Tap { get; }

    internal Tap Background { get; }

    internal InsideTap Inside { get; }

    internal RegistryProcess Process => _process!;

    public async ValueTask InitializeAsync() => await StartAsync();

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        await Inside.DisposeAsync();
        _traffic.Dispose();
        _data.Delete(recursive: true);
    }

    /// <summary>Starts it on the data that is there.</summary>
    internal async Task StartAsync()
    {
        if (_process is not null)
            await _process.DisposeAsync();
        _process = await RegistryProcess.StartAsync(
            [.. Inside.Variables(Path.Combine(Build.Output("Seatrial.Inside"), "Seatrial.Inside.dll")), new("SEATRIAL_ADMIN_TOKEN", Token)],
            "--data", _data.FullName);
    }

    /// <summary>A name that no crate has had.</summary>
    internal string NewName() => $"tapped-{Interlocked.Increment(ref _crates)}";

    /// <summary>Publishes a version of a crate; nothing when the connection to the registry broke.</summary>
    internal Task<(HttpStatusCode Status, string Body)?> PublishAsync(string name, string version = "1.0.0") =>
        _traffic.PublishAsync(Process.Url, Process.AdminToken, name, version);

    internal Task<(HttpStatusCode Status, string Body)?> SendAsync(HttpMethod method, string path) =>
        _traffic.SendAsync(method, $"{Process.Url}{path}", Process.AdminToken);

    /// <summary>Waits until the index shows a crate.</summary>
    internal Task UntilInIndexAsync(string name) => Traffic.UntilAsync(
        async () => await _traffic.IndexAsync(Process.Url, name) is [_, ..], Soon, () => $"{name} is not in the index.\n{Process.Log}");

    /// <summary>The crossings of one publish of a new crate, to its appearance in the index.</summary>
    internal async Task<IReadOnlyList<Crossing>> RecordAsync()
    {
        var name = NewName();
        var recording = Watch.Record(new Names([(name, "{crate}")]));
        Assert.Equal(HttpStatusCode.OK, (await PublishAsync(name))?.Status);
        await UntilInIndexAsync(name);
        return recording.Crossings;
    }

    /// <summary>A number from the database file, read beside the registry.</summary>
    internal long Number(string sql, string name)
    {
        using var connection = Database();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$name", name);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Its database file, opened beside it.</summary>
    internal SqliteConnection Database()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(_data.FullName, "registry.db")};Pooling=False");
        connection.Open();
        return connection;
    }

    /// <summary>How many versions of a crate are committed.</summary>
    internal long Versions(string name) =>
        Number("SELECT COUNT(*) FROM versions v JOIN crates c ON c.id = v.crate_id WHERE c.name = $name", name);
}
