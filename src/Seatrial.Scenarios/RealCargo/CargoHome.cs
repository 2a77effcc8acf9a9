using System.Text;
using CliWrap;
using Seatrial.Record;

namespace Seatrial.Scenarios;

/// <summary>What one call of cargo came to.</summary>
/// <param name="Command">The command line.</param>
/// <param name="ExitCode">The exit code; nothing when cargo was ended because its time was over.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error, where cargo writes its messages (NET-11).</param>
public sealed record CargoRan(string Command, int? ExitCode, string Output, string Errors)
{
    /// <summary>The run in one line, for the record.</summary>
    public override string ToString() =>
        $"{Command}: {(ExitCode is { } code ? $"exit {code}" : "ended, out of time")}: {Errors.ReplaceLineEndings(" ").Trim()}";
}

/// <summary>
/// Real cargo with a home and a working folder of its own, which knows one registry by the name <c>trial</c>. Homes share
/// nothing: cargo locks its home (NET-13), and what one user has cached must not help another.
/// </summary>
public sealed class CargoHome : IDisposable
{
    /// <summary>How long one call may take: a small build on a busy machine, or cargo's own wait of 60 s for the index.</summary>
    public static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(100);

    /// <summary>The name under which the registry stands in cargo's configuration.</summary>
    public const string RegistryName = "trial";

    private const int ShownCharacters = 16_384;

    private readonly FoundCargo _cargo;
    private readonly Action<CommandRan> _record;
    private readonly CancellationToken _cancelled;
    private readonly TimeProvider _clock;
    private readonly Dictionary<string, string?> _environment;

    internal CargoHome(FoundCargo cargo, string indexUrl, string? token, TimeProvider clock, Action<CommandRan> record, CancellationToken cancelled, RootCertificates? roots = null)
    {
        (_cargo, _clock, _record, _cancelled) = (cargo, clock, record, cancelled);
        Folder = Directory.CreateTempSubdirectory("seatrial-cargo-").FullName;
        _environment = Environment(Path.Combine(Folder, "home"), indexUrl, token, roots);
        Directory.CreateDirectory(Path.Combine(Folder, "home"));
    }

    /// <summary>The folder below which packages are made; it goes with the home.</summary>
    public string Folder { get; }

    /// <summary>Where cargo keeps what <c>cargo login</c> was given.</summary>
    public string CredentialsFile => Path.Combine(Folder, "home", "credentials.toml");

    /// <summary>Writes a package: a manifest and its files.</summary>
    /// <param name="name">Its name, and that of its folder.</param>
    /// <param name="version">Its version.</param>
    /// <param name="manifest">What follows the package section of the manifest.</param>
    /// <param name="files">Further files, by their path in the package.</param>
    /// <returns>The package's folder.</returns>
    public string Package(string name, string version, string manifest = "", params (string Path, string Text)[] files)
    {
        var folder = Path.Combine(Folder, name);
        Write(folder, "Cargo.toml", $"""
            [package]
            name = "{name}"
            version = "{version}"
            edition = "2021"
            description = "A crate of a sea trial."
            license = "MIT"

            {manifest}
            """);
        if (!files.Any(file => file.Path.StartsWith("src/", StringComparison.Ordinal)))
            Write(folder, "src/lib.rs", "pub fn answer() -> u32 { 42 }\n");
        foreach (var (path, text) in files)
            Write(folder, path, text);
        return folder;
    }

    /// <summary>Writes a file below a folder of this home.</summary>
    public static void Write(string folder, string path, string text)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    /// <summary>Runs cargo.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="arguments">The arguments.</param>
    public Task<CargoRan> Run(string folder, params string[] arguments) => RunWith(null, folder, arguments);

    /// <summary>Runs cargo with something on its standard input.</summary>
    /// <remarks>Not one more <c>Run</c>: the compiler would take the first argument of cargo for the input.</remarks>
    public async Task<CargoRan> RunWith(string? input, string folder, params string[] arguments)
    {
        var (output, errors) = (new StringBuilder(), new StringBuilder());
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(_cancelled);
        timed.CancelAfter(CallLimit);
        var command = Cli.Wrap(_cargo.Cargo).WithArguments(arguments).WithWorkingDirectory(folder)
            .WithEnvironmentVariables(_environment).WithValidation(CommandResultValidation.None)
            .WithStandardInputPipe(input is null ? PipeSource.Null : PipeSource.FromString(input))
            .WithStandardOutputPipe(PipeTarget.ToStringBuilder(output)).WithStandardErrorPipe(PipeTarget.ToStringBuilder(errors));
        var start = _clock.GetTimestamp();
        int? exit = null;
        try
        {
            exit = (await command.ExecuteAsync(timed.Token)).ExitCode;
        }
        catch (OperationCanceledException) when (!_cancelled.IsCancellationRequested)
        {
            // Out of time: cargo was killed with its children; the missing exit code says so.
        }

        var ran = new CargoRan($"cargo {string.Join(' ', arguments)}", exit, output.ToString(), errors.ToString());
        _record(new CommandRan
        {
            Command = ran.Command,
            ExitCode = exit,
            Output = Tail(ran.Output),
            Errors = Tail(ran.Errors),
            Milliseconds = _clock.GetElapsedTime(start).TotalMilliseconds,
        });
        return ran;
    }

    /// <summary>Removes the home and everything below it.</summary>
    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private Dictionary<string, string?> Environment(string home, string indexUrl, string? token, RootCertificates? roots)
    {
        // Nothing that the user's shell says to cargo may reach the oracle.
        var environment = System.Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(name => name.StartsWith("CARGO", StringComparison.Ordinal) || name.StartsWith("RUSTFLAGS", StringComparison.Ordinal))
            .ToDictionary(name => name, _ => (string?)null);
        environment["CARGO_HOME"] = home;
        environment["RUSTC"] = _cargo.Rustc;
        environment["CARGO_TERM_COLOR"] = "never";
        environment["CARGO_NET_RETRY"] = "0"; // one answer, one verdict: retries would hide what came first (NET-03)
        environment["CARGO_HTTP_TIMEOUT"] = "20";
        environment["CARGO_INCREMENTAL"] = "0";
        environment[$"CARGO_REGISTRIES_{RegistryName.ToUpperInvariant()}_INDEX"] = indexUrl;
        if (roots is not null)
            environment["CARGO_HTTP_CAINFO"] = roots.File;
        if (token is not null)
            environment[$"CARGO_REGISTRIES_{RegistryName.ToUpperInvariant()}_TOKEN"] = token;
        return environment;
    }

    private static string Tail(string text) => text.Length <= ShownCharacters ? text : "…" + text[^ShownCharacters..];
}
