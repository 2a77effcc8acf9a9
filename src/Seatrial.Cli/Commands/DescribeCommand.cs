using System.CommandLine;
using Seatrial.Scenarios;

namespace Seatrial.Cli.Commands;

/// <summary><c>seatrial describe ID</c>: one scenario as a document.</summary>
internal static class DescribeCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "The scenario's id, as «seatrial list» shows it." };
        var command = new Command("describe", "One scenario as a document: scenario, setup, steps, assertions, cleanup, test code, edge cases.") { id };
        command.SetAction(async (parsed, _) =>
        {
            var wanted = parsed.GetValue(id)!;
            if (Catalogue.All.FirstOrDefault(scenario => scenario.Id == wanted) is not { } found)
                return await CommandLine.Say(new Misuse("ID", $"«{wanted}» is not a scenario.", Suggestion.For(wanted, Catalogue.All.Select(scenario => scenario.Id))));
            await Console.Out.WriteAsync(await PageAsync(found.Id) ?? ScenarioDocument.Markdown(found, []));
            return ExitCode.Kept;
        });
        return command;
    }

    // The pages below docs/scenarios are made from a run and built into this assembly; a scenario that is new has none yet.
    private static async Task<string?> PageAsync(string id)
    {
        await using var page = typeof(DescribeCommand).Assembly.GetManifestResourceStream($"scenarios/{id}.md");
        if (page is null)
            return null;
        using var reader = new StreamReader(page);
        return await reader.ReadToEndAsync();
    }
}
