using System.Diagnostics;

namespace Seatrial.Cargo.Tests.Captured;

/// <summary>The installed cargo, run with a home of its own against a stub registry.</summary>
internal sealed class RealCargo : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("seatrial-cargo-");

    public RealCargo(StubRegistry registry)
    {
        Write("home/config.toml", $"""
            [registries.stub]
            index = "{registry.IndexUrl}"
            [registries.other]
            index = "sparse+http://{registry.Host}/other/"
            [source.crates-io]
            replace-with = "mirror"
            [source.mirror]
            registry = "sparse+http://{registry.Host}/mirror/"
            """);
    }

    /// <summary>True when there is a cargo to run.</summary>
    public static bool Present { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Any(place => File.Exists(Path.Combine(place, OperatingSystem.IsWindows() ? "cargo.exe" : "cargo")));

    public void Write(string file, string content)
    {
        var path = Path.Combine(folder.FullName, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
    }

    /// <summary>Runs cargo in a package's folder; fails the test, with all that cargo said, when it does not exit with 0.</summary>
    public async Task<string> Run(string package, params string[] arguments)
    {
        var start = new ProcessStartInfo("cargo", arguments)
        {
            WorkingDirectory = Directory.CreateDirectory(Path.Combine(folder.FullName, package)).FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["CARGO_HOME"] = Path.Combine(folder.FullName, "home");
        start.Environment["CARGO_REGISTRIES_STUB_TOKEN"] = "tok-secret";
        foreach (var proxy in new[] { "http_proxy", "https_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy" })
            start.Environment.Remove(proxy);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(process.ExitCode == 0, $"cargo {string.Join(' ', arguments)} failed:\n{await errors}");
        return await output + await errors;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
