using System.CommandLine;
using Seatrial.Cli.Topology;
using Seatrial.Scenarios;

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
        var certificate = new Option<string?>("--tls-certificate") { Description = "Speak https with the certificate in this PEM file.", HelpName = "FILE" };
        var key = new Option<string?>("--tls-key") { Description = "The PEM file of the certificate's private key.", HelpName = "FILE" };
        topology.AcceptOnlyFromAmong(RunningRegistry.Topologies);
        var command = new Command("serve", "The reference registry on 127.0.0.1, until Ctrl-C.") { topology, data, port, certificate, key, json, control };
        command.SetAction(async (parsed, cancelled) =>
        {
            var (tls, misuse) = Tls(parsed.GetValue(certificate), parsed.GetValue(key), parsed.GetValue(topology)!);
            if (misuse is not null)
                return await CommandLine.Say(misuse);
            await Console.Error.WriteLineAsync($"Starting the reference registry ({parsed.GetValue(topology)})");
            var (registry, problem) = await RunningRegistry.StartAsync(
                parsed.GetValue(topology)!, parsed.GetValue(data), parsed.GetValue(port), tls, cancelled);
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

    private static (TlsFiles? Tls, Misuse? Misuse) Tls(string? certificate, string? key, string topology)
    {
        if (certificate is null && key is null)
            return (null, null);
        if (certificate is null || key is null)
            return (null, new Misuse(certificate is null ? "--tls-key" : "--tls-certificate", "a certificate and its key belong together.", "Give both."));
        if (topology == "full")
            return (null, new Misuse("--tls-certificate", "the full topology is reached through Varnish, which speaks http only.", "Use --topology embedded."));
        foreach (var (option, file) in new[] { ("--tls-certificate", certificate), ("--tls-key", key) })
            if (!File.Exists(file))
                return (null, new Misuse(option, $"there is no file {file}.", "Give a PEM file."));
        return (new TlsFiles(certificate, key), null);
    }

    // What a client needs beside the address when a private authority has signed the certificate.
    private static (string Option, string Export) Trust(RunningRegistry registry) =>
        registry.Url.StartsWith("https:", StringComparison.Ordinal)
            ? (" --ca-file CA.pem", "export CARGO_HTTP_CAINFO=CA.pem\n  ")
            : ("", "");

    // The first user's token is printed once, for whoever started the registry: nobody else can have it.
    private static string Text(RunningRegistry registry) => $"""
        The reference registry is ready.

          web API  {registry.Url}
          index    {registry.Index}
          token    {registry.AdminToken}
          data     {registry.Data}
          parts    {string.Join("\n           ", registry.Parts.Select(part => $"{part.Name} (process {part.ProcessId}) at {part.Url}"))}

        Test it from another terminal:

          ./seatrial run --registry {registry.Index} --token {registry.AdminToken}{Trust(registry).Option}

        Use it with cargo:

          {Trust(registry).Export}export CARGO_REGISTRIES_TRIAL_INDEX={registry.Index}
          export CARGO_REGISTRIES_TRIAL_TOKEN={registry.AdminToken}
          cargo publish --registry trial

        Ctrl-C ends it.
        """;
}
