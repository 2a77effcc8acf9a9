using System.Runtime.InteropServices;
using Seatrial.Registry.Configuration;

namespace Seatrial.Registry;

/// <summary>Runs a registry as a process: starts it, says that it is ready, and stops it when asked to.</summary>
internal static class Serving
{
    private const int Stopped = 0;
    private const int WrongUsage = 2;
    private const int CannotStart = 3;

    /// <summary>Serves until a signal, or the end of standard input, says otherwise.</summary>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> Run(IReadOnlyList<string> arguments, Wiring wiring)
    {
        var configuration = RegistryConfiguration.Read(arguments, Environment.GetEnvironmentVariable);
        if (!configuration.IsValid)
        {
            await Console.Error.WriteLineAsync(
                $"{string.Join('\n', configuration.Problems)}\nusage: seatrial-registry serve [options]; seatrial-registry --help lists them");
            return WrongUsage;
        }

        var options = configuration.Options;

        using var stop = new CancellationTokenSource();
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal => Ask(stop, signal));
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => Ask(stop, signal));
        try
        {
            await using var host = await RegistryHost.Start(options, wiring, stop.Token);
            Console.WriteLine(ReadyLine.Of(host));
            if (options.ExitWithStdin)
                _ = StopWithInput(stop);
            await Until(stop.Token);
            return Stopped;
        }
        catch (Exception failure) when (
            failure is IOException or InvalidOperationException or UnauthorizedAccessException
            || Outage.Of(failure, stop.Token) is not null)
        {
            await Console.Error.WriteLineAsync($"the registry cannot start: {Outage.Reason(failure)}");
            return CannotStart;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return Stopped;
        }
    }

    private static void Ask(CancellationTokenSource stop, PosixSignalContext signal)
    {
        signal.Cancel = true;
        stop.Cancel();
    }

    private static async Task StopWithInput(CancellationTokenSource stop)
    {
        await using var input = Console.OpenStandardInput();
        var nothing = new byte[256];
        try
        {
            while (await input.ReadAsync(nothing) > 0)
            {
                // What is written is not read; only the end counts.
            }
        }
        catch (IOException)
        {
            // A broken pipe is an end too.
        }

        await stop.CancelAsync();
    }

    private static async Task Until(CancellationToken stop)
    {
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = stop.Register(end.SetResult);
        await end.Task;
    }
}
