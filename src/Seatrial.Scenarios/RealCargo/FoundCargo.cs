using CliWrap;
using CliWrap.Buffered;
using CliWrap.Exceptions;
using Seatrial.Cargo;

namespace Seatrial.Scenarios;

/// <summary>The real cargo of this machine: the oracle for everything that a client of a registry does.</summary>
/// <param name="Cargo">The path of cargo itself, not of a rustup proxy, which would look for its toolchain at each call.</param>
/// <param name="Rustc">The path of the compiler beside it.</param>
/// <param name="Version">What <c>cargo --version</c> prints.</param>
public sealed record FoundCargo(string Cargo, string Rustc, string Version)
{
    /// <summary>Sparse indexes are stable since 1.68: an older cargo cannot ask any registry that Seatrial tests.</summary>
    private static readonly CrateVersion Oldest = CrateVersion.Parse("1.68.0").Value;

    private const string HowToGet = "install it from https://rustup.rs or with the system's package manager (Debian 13: apt-get install cargo)";

    /// <summary>Finds cargo by the PATH.</summary>
    /// <returns>Cargo, or nothing when there is none that can be used; and in words what was found.</returns>
    public static async Task<(FoundCargo? Cargo, string Evidence)> FindAsync(CancellationToken cancelled)
    {
        var root = await OutputAsync("rustc", ["--print", "sysroot"], cancelled);
        if (root is null)
            return (null, $"no rustc on this machine; {HowToGet}");
        var (cargo, rustc) = (Path.Combine(root, "bin", "cargo"), Path.Combine(root, "bin", "rustc"));
        if (!File.Exists(cargo))
            cargo = "cargo"; // a distribution may keep it elsewhere
        return await OutputAsync(cargo, ["--version"], cancelled) is not { } version ? (null, $"no cargo on this machine; {HowToGet}")
            : IsTooOld(version) ? (null, $"found {version}, which is older than {Oldest} and knows no sparse index; {HowToGet}")
            : (new FoundCargo(cargo, rustc, version), $"found {version}");
    }

    // "cargo 1.95.0 (f2d3ce0bd 2026-03-21)"; what does not look like that is taken as it is.
    internal static bool IsTooOld(string version) =>
        version.Split(' ') is [_, var number, ..] && CrateVersion.Parse(number).TryGet(out var parsed, out _) && parsed.CompareTo(Oldest) < 0;

    private static async Task<string?> OutputAsync(string program, string[] arguments, CancellationToken cancelled)
    {
        try
        {
            var run = await Cli.Wrap(program).WithArguments(arguments).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(cancelled);
            return run.ExitCode == 0 ? run.StandardOutput.Trim() : null;
        }
        catch (Exception problem) when (problem is System.ComponentModel.Win32Exception or CliWrapException)
        {
            return null; // not installed
        }
    }
}
