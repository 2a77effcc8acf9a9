using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace Seatrial.Bench;

/// <summary>The programs of others, and what a program used.</summary>
internal static partial class Tools
{
    /// <summary>The core of whoever is measured; nginx has core 0.</summary>
    public const int Core = 1;

    private const int Children = -1;

    /// <summary>What to install, when something is missing.</summary>
    public static string? Missing()
    {
        if (Environment.ProcessorCount < 2)
            return "two cores are needed: one for nginx, one for whoever is measured";
        string[] programs = ["wrk", "nginx", "taskset"];
        var missing = programs.Where(program => Program(program) is null).ToArray();
        return missing.Length == 0 ? null : $"missing: {string.Join(", ", missing)}; install with: apt-get install wrk nginx-light util-linux";
    }

    public static string? Program(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Runs a program on its core to its end.</summary>
    /// <returns>What it wrote, and the CPU seconds of its whole life.</returns>
    public static async Task<(string Output, double Cpu)> RunAsync(params string[] command)
    {
        var before = ChildrenCpu();
        using var process = Process.Start(new ProcessStartInfo(Program("taskset")!, ["-c", $"{Core}", .. command]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? (output, ChildrenCpu() - before) : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}:\n{output}");
    }

    /// <summary>wrk with one thread.</summary>
    /// <returns>Answers a second, and microseconds of CPU for each.</returns>
    public static async Task<(double PerSecond, double Microseconds)> WrkAsync(string url, int connections, int seconds)
    {
        var (output, cpu) = await RunAsync(Program("wrk")!, "-t1", $"-c{connections}", $"-d{seconds}s", url);
        if (output.Contains("Non-2xx", StringComparison.Ordinal) || output.Contains("Socket errors", StringComparison.Ordinal))
            throw new InvalidOperationException($"{url} answered wrk with errors:\n{output}");
        var requests = double.Parse(CountPattern().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
        return (double.Parse(RatePattern().Match(output).Groups[1].Value, CultureInfo.InvariantCulture), cpu * 1e6 / requests);
    }

    public static double Median(IEnumerable<double> values) => values.Order().ToArray() is var sorted ? sorted[sorted.Length / 2] : 0;

    // getrusage(2): a struct rusage begins with the user and the system time of all children that were waited for.
    private static unsafe double ChildrenCpu()
    {
        var usage = stackalloc long[18];
        _ = getrusage(Children, usage);
        return usage[0] + usage[2] + ((usage[1] + usage[3]) / 1e6);
    }

    [LibraryImport("libc")]
    private static unsafe partial int getrusage(int who, long* usage);

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex RatePattern();

    [GeneratedRegex(@"(\d+) requests in")]
    private static partial Regex CountPattern();
}
