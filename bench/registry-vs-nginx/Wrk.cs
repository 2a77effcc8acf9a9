using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Seatrial.Bench;

/// <summary>wrk, the load generator that both sides are measured with: one thread, 16 connections, a few seconds.</summary>
internal static partial class Wrk
{
    /// <summary>What to install, when something is missing.</summary>
    public static string? Missing()
    {
        string[] programs = ["wrk", "nginx", "varnishd"];
        var missing = programs.Where(program => !Path().Any(folder => File.Exists(System.IO.Path.Combine(folder, program)))).ToArray();
        return missing.Length == 0 ? null : $"missing: {string.Join(", ", missing)}; install with: apt-get install wrk nginx-light varnish varnish-modules postgresql prometheus";
    }

    /// <summary>Answers a second.</summary>
    public static async Task<double> PerSecondAsync(string url, string? etag, int seconds = 4, int connections = 16)
    {
        List<string> arguments = ["-t1", $"-c{connections}", $"-d{seconds}s", url];
        if (etag is not null)
            arguments.InsertRange(0, ["-H", $"If-None-Match: {etag}"]);
        using var wrk = Process.Start(new ProcessStartInfo("wrk", arguments) { RedirectStandardOutput = true })!;
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        // Answers of 304 are no errors for wrk; those of 400 and more it counts, and a rate of errors is no rate.
        if (output.Contains("Non-2xx or 3xx", StringComparison.Ordinal))
            throw new InvalidOperationException($"{url} answered with errors:\n{output}");
        return double.Parse(RatePattern().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    public static IEnumerable<string> Path() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin");

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex RatePattern();
}
