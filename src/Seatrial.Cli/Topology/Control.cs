using System.Text.Json.Nodes;

namespace Seatrial.Cli.Topology;

/// <summary>
/// Lets a program do to the parts what happens to them in real life: lines such as <c>kill worker-1</c> on standard input, an
/// answer in JSON for each, until the input ends.
/// </summary>
internal static class Control
{
    /// <summary>Obeys until the input ends.</summary>
    public static async Task ObeyAsync(RunningRegistry registry, TextReader input, TextWriter output, CancellationToken cancelled)
    {
        while (await input.ReadLineAsync(cancelled) is { } line)
        {
            var problem = line.Split(' ') is [var verb, var name] && registry.Processes.FirstOrDefault(part => part.Name == name) is { Process: { } part }
                ? await ObeyAsync(part, verb, cancelled)
                : "a command is kill, stop, continue or restart, and the name of a part";
            await output.WriteLineAsync(new JsonObject { ["event"] = "done", ["command"] = line, ["problem"] = problem }.ToJsonString());
        }
    }

    private static async Task<string?> ObeyAsync(Part part, string verb, CancellationToken cancelled)
    {
        switch (verb)
        {
            case "kill":
                await part.SignalAsync("KILL");
                return null;
            case "stop":
                await part.SignalTreeAsync("STOP");
                return null;
            case "continue":
                await part.SignalTreeAsync("CONT");
                return null;
            case "restart":
                return await part.RestartAsync(cancelled);
            default:
                return $"«{verb}» is not a command";
        }
    }
}
