using CliWrap;
using CliWrap.Buffered;
using CliWrap.Exceptions;

namespace Seatrial.Scenarios;

/// <summary>The real cargo of this machine: the oracle for everything that a client of a registry does.</summary>
/// <param name="Cargo">The path of cargo itself, not of a rustup proxy, which would look for its toolchain at each call.</param>
/// <param name="Rustc">The path of the compiler beside it.</param>
/// <param name="Version">What <c>cargo --version</c> prints.</param>
public sealed record FoundCargo(string Cargo, string Rustc, string Version)
{
    /// <summary>Finds cargo by the PATH.</summary>
    /// <returns>Nothing when there is none, or none that runs.</returns>
    public static async Task<FoundCargo?> FindAsync(CancellationToken cancelled)
    {
        var root = await OutputAsync("rustc", ["--print", "sysroot"], cancelled);
        if (root is null)
            return null;
        var (cargo, rustc) = (Path.Combine(root, "bin", "cargo"), Path.Combine(root, "bin", "rustc"));
        if (!File.Exists(cargo))
            cargo = "cargo"; // a distribution may keep it elsewhere
        return await OutputAsync(cargo, ["--version"], cancelled) is { } version ? new FoundCargo(cargo, rustc, version) : null;
    }

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
