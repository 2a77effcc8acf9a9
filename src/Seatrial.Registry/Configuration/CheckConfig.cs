namespace Seatrial.Registry.Configuration;

/// <summary>The command <c>check-config</c>: validates like <c>serve</c>, starts nothing, and shows what is set and by whom.</summary>
internal static class CheckConfig
{
    private const int Valid = 0;
    private const int WrongUsage = 2;

    public static async Task<int> Run(IReadOnlyList<string> arguments, Func<string, string?> environment, TextWriter output, TextWriter errors)
    {
        var read = RegistryConfiguration.Read(arguments, environment);
        foreach (var problem in read.Problems)
            await errors.WriteLineAsync(problem);
        if (!read.IsValid)
            return WrongUsage;
        foreach (var setting in Settings.All)
            if (read.Given.TryGetValue(setting.Key, out var given))
                await output.WriteLineAsync($"{setting.Key} = {setting.Show(read.Options) ?? "none"} ({Source(given)})");
        await output.WriteLineAsync($"the configuration is valid; {Settings.All.Count - read.Given.Count} of {Settings.All.Count} settings have their default");
        return Valid;
    }

    // The place of a value in a file ends with its key, which stands there already.
    private static string Source(Given given) =>
        given.Where.EndsWith($": {given.Setting.Key}", StringComparison.Ordinal) ? given.Where[..^(given.Setting.Key.Length + 2)] : given.Where;
}
