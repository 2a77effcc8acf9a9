using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Seatrial.Bench;

/// <summary>The reference registry in its full topology, served by the tool of this build.</summary>
internal sealed class ServedRegistry : IAsyncDisposable
{
    private readonly Process _process;
    private readonly JsonElement _ready;

    private ServedRegistry(Process process, JsonElement ready) => (_process, _ready) = (process, ready);

    /// <summary>Varnish, in front of everything.</summary>
    public string Front => _ready.GetProperty("registry").GetString()!;

    /// <summary>One of the replicas, behind it.</summary>
    public string Replica => Parts.Single(part => part.Name == "replica-1").Url;

    public string Token => _ready.GetProperty("adminToken").GetString()!;

    /// <summary>Its processes.</summary>
    public IReadOnlyList<(string Name, int ProcessId, string Url)> Parts => [.. _ready.GetProperty("parts").EnumerateArray()
        .Select(part => (part.GetProperty("name").GetString()!, part.GetProperty("processId").GetInt32(), part.GetProperty("url").GetString()!))];

    public static async Task<ServedRegistry> StartAsync()
    {
        var tool = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Seatrial.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "seatrial"));
        var process = Process.Start(new ProcessStartInfo(tool, ["serve", "--topology", "full", "--json", "--control"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var line = await process.StandardOutput.ReadLineAsync()
            ?? throw new InvalidOperationException("The registry did not start; its reason stands above.");
        using var ready = JsonDocument.Parse(line);
        return new ServedRegistry(process, ready.RootElement.Clone());
    }

    /// <summary>Runs SQL, and gives what it prints.</summary>
    public async Task<string> SqlAsync(string statements)
    {
        var psql = Directory.GetDirectories("/usr/lib/postgresql").Select(one => Path.Combine(one, "bin/psql")).First(File.Exists);
        var address = Parts.Single(part => part.Name == "postgres").Url.Split(':');
        using var process = Process.Start(new ProcessStartInfo(psql, ["-h", address[0], "-p", address[1], "-U", "postgres", "-v", "ON_ERROR_STOP=1", "-qAt"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        await process.StandardInput.WriteAsync(statements);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output.Trim() : throw new InvalidOperationException("psql failed; its reason stands above.");
    }

    /// <summary>Seconds of CPU that each part has used so far, with all of its processes; those of ended processes are lost.</summary>
    public Dictionary<string, double> CpuSeconds() => Parts.ToDictionary(part => part.Name, part => Tree(part.ProcessId).Sum(CpuSeconds));

    /// <summary>Resident memory of a part's main process, in MB.</summary>
    public double Megabytes(string part)
    {
        var status = File.ReadLines($"/proc/{Parts.Single(one => one.Name == part).ProcessId}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(status.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static double CpuSeconds(int process)
    {
        const double Ticks = 100;
        const int User = 11;
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (long.Parse(fields[User], CultureInfo.InvariantCulture) + long.Parse(fields[User + 1], CultureInfo.InvariantCulture)) / Ticks;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static IEnumerable<int> Tree(int process)
    {
        var children = $"/proc/{process}/task/{process}/children";
        return File.Exists(children)
            ? [process, .. File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(child => Tree(int.Parse(child, CultureInfo.InvariantCulture)))]
            : [process];
    }
}
