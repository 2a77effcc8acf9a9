using System.CommandLine;
using Seatrial.Cli.Topology;

namespace Seatrial.Cli.Commands;

/// <summary><c>seatrial serve</c>: the reference registry, for use by hand.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var data = new Option<string?>("--data") { Description = "Keep the registry's data here; without it they go when it ends.", HelpName = "DIR" };
        var port = new Option<int>("--port") { Description = "The port of the registry; 0 takes a free one.", HelpName = "N" };
        var topology = new Option<string>("--topology") { Description = "How the reference registry runs.", DefaultValueFactory = _ => "embedded" };
        var json = new Option<bool>("--json") { Description = "Print where everything is as one line of JSON." };
        var control = new Option<bool>("--control") { Description = "Obey lines on standard input (kill, stop, continue, restart PART), and end with it." };
        topology.AcceptOnlyFromAmong(RunningRegistry.Topologies);
        var command = new Command("serve", "The reference registry on 127.0.0.1, until Ctrl-C.") { topology, data, port, json, control };
        command.SetAction(async (parsed, cancelled) =>
        {
            await Console.Error.WriteLineAsync($"Starting the reference registry ({parsed.GetValue(topology)})");
            var (registry, problem) = await RunningRegistry.StartAsync(
                parsed.GetValue(topology)!, parsed.GetValue(data), parsed.GetValue(port), cancelled);
            if (registry is null)
            {
                await Console.Error.WriteLineAsync($"seatrial: {problem}");
                return ExitCode.Unusable;
            }

            bool asked;
            await using (registry)
            {
                await Console.Out.WriteLineAsync(parsed.GetValue(json) ? ReadyLine.Of(registry) : Text(registry));
                var obeyed = parsed.GetValue(control) ? Control.ObeyAsync(registry, Console.In, Console.Out, cancelled) : Task.Delay(Timeout.Infinite, cancelled);
                await Task.WhenAny(registry.Ended.WaitAsync(cancelled), obeyed);
                asked = obeyed.IsCompleted;
            }

            return asked || cancelled.IsCancellationRequested ? ExitCode.Kept : ExitCode.Unusable;
        });
        return command;
    }

    // The first user's token is printed once, for whoever started the registry: nobody else can have it.
    private static string Text(RunningRegistry registry) => $"""
        The reference registry is ready.

          web API  {registry.Url}
          index    {registry.Index}
          token    {registry.AdminToken}
          data     {registry.Data}
          parts    {string.Join("\n           ", registry.Parts.Select(part => $"{part.Name} (process {part.ProcessId}) at {part.Url}"))}

        Test it from another terminal:

          ./seatrial run --registry {registry.Index} --token {registry.AdminToken}

        Use it with cargo:

          export CARGO_REGISTRIES_TRIAL_INDEX={registry.Index}
          export CARGO_REGISTRIES_TRIAL_TOKEN={registry.AdminToken}
          cargo publish --registry trial

        Ctrl-C ends it.
        """;
}
