using System.CommandLine;
using Seatrial.Scenarios;

namespace Seatrial.Cli;

/// <summary>Parses and runs a command line. Wrong words end with exit code 2 and a hint; no stack trace leaves the tool.</summary>
internal static class CommandLine
{
    public static async Task<int> InvokeAsync(RootCommand root, string[] arguments)
    {
        // A command without words shows what there is; that is a question, not a mistake.
        var parsed = root.Parse(arguments.Length == 0 ? ["--help"] : arguments);
        if (parsed.Errors.Count > 0)
            return await Say(Explain(parsed, arguments));
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync($"seatrial: {problem.Message}");
            return ExitCode.Unusable;
        }
    }

    /// <summary>Tells the user of a misuse.</summary>
    public static async Task<int> Say(Misuse misuse)
    {
        await Console.Error.WriteLineAsync($"seatrial: {misuse}");
        return ExitCode.Misuse;
    }

    private static Misuse Explain(ParseResult parsed, string[] arguments)
    {
        var command = parsed.CommandResult.Command;
        var known = command.Options.Concat(parsed.RootCommandResult.Command.Options).Select(option => option.Name)
            .Concat(command.Subcommands.Select(subcommand => subcommand.Name)).Distinct().ToArray();
        var unknown = parsed.UnmatchedTokens.FirstOrDefault()
            ?? arguments.FirstOrDefault(word => word.StartsWith("--", StringComparison.Ordinal) && !known.Contains(word.Split('=')[0]));
        if (unknown is not null && !known.Contains(unknown.Split('=')[0]))
            return new Misuse($"«{unknown}»", $"is not a word of «{Path(command)}».",
                Suggestion.For(unknown.Split('=')[0], unknown.StartsWith('-') ? known.Where(word => word.StartsWith('-')) : known.Where(word => !word.StartsWith('-'))));
        return new Misuse(Path(command), parsed.Errors[0].Message, $"See: ./{Path(command)} --help");
    }

    private static string Path(Command command) => command is RootCommand ? "seatrial" : $"seatrial {command.Name}";
}
