using Seatrial.Registry.Configuration;

namespace Seatrial.Registry;

/// <summary>Reads the options of <c>serve</c>, <c>check-config</c> and <c>doctor</c>; secrets come otherwise, since arguments are everybody's to read.</summary>
internal static class CommandLine
{
    public static string Usage { get; } = $"""
        usage: seatrial-registry serve [options]
               seatrial-registry check-config [options]    tells what is wrong, or what is set and by whom, and starts nothing
               seatrial-registry settings                  prints the reference of all keys

        Each option is a key of the file ({RegistryConfiguration.FileOption} FILE, or ${RegistryConfiguration.FileVariable}) and an environment variable too.
        The command line wins over the environment, the environment over the file, the file over the default.

        {string.Join('\n', Settings.All.Select(Line))}

        Secrets can be given themselves in {string.Join(", ", Settings.All.Select(setting => setting.SecretVariable).OfType<string>().Select(name => "$" + name))}.
        $OTEL_EXPORTER_OTLP_ENDPOINT and the other standard variables of OpenTelemetry send traces and metrics to a collector.
        """;

    /// <summary>What the arguments give, and the file they name; what is wrong with them is added to <paramref name="problems"/>.</summary>
    public static (string? File, IReadOnlyList<Given> Given) Parse(IReadOnlyList<string> arguments, List<string> problems)
    {
        var (folder, given) = (Directory.GetCurrentDirectory(), new List<Given>());
        string? file = null;
        for (var at = 0; at < arguments.Count; at++)
        {
            var (name, value) = Split(arguments[at]);
            var setting = Settings.All.FirstOrDefault(one => one.Option == name);
            if (setting is null && name != RegistryConfiguration.FileOption)
            {
                problems.Add($"{name}: is not an option");
                continue;
            }

            // A flag alone is true; every other option has its value in the next argument, unless it came with it.
            value ??= setting?.Shape == Shape.Flag ? "true" : at + 1 < arguments.Count ? arguments[++at] : null;
            if (value is null)
                problems.Add($"{name}: has no value behind it");
            else if (setting is null)
                file = value;
            else
                given.Add(new(setting, value, name, folder));
        }

        return (file, given);
    }

    private static (string Name, string? Value) Split(string argument) =>
        argument.StartsWith("--", StringComparison.Ordinal) && argument.IndexOf('=', StringComparison.Ordinal) is var sign and > 0
            ? (argument[..sign], argument[(sign + 1)..])
            : (argument, null);

    private static string Line(Setting setting) =>
        $"  {$"{setting.Option}{Hint(setting)}",-36} {setting.Meaning}{(setting.Default.Length > 0 ? $" ({setting.Default})" : "")}";

    private static string Hint(Setting setting) => setting.Shape switch
    {
        Shape.Flag => "",
        Shape.Number => " N",
        Shape.List => " LIST",
        _ when setting.SecretVariable is not null || setting.Allowed == "a path" => " PATH",
        _ => " VALUE",
    };
}
