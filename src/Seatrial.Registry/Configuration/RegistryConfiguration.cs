using Seatrial.Registry.Monitoring;

namespace Seatrial.Registry.Configuration;

/// <summary>What one process was told: by its options, else by the environment, else by the file, else by the defaults.</summary>
/// <param name="Options">What it came to; only to be used without problems.</param>
/// <param name="Problems">What is wrong, each with its place, key and what is allowed.</param>
/// <param name="Given">Where each setting got its value, by its key; those without one have their default.</param>
internal sealed record RegistryConfiguration(
    RegistryOptions Options, IReadOnlyList<string> Problems, IReadOnlyDictionary<string, Given> Given)
{
    /// <summary>The option and the variable that name the file.</summary>
    public const string FileOption = "--config";
    public const string FileVariable = "SEATRIAL_CONFIG";

    public bool IsValid => Problems.Count == 0;

    public static RegistryConfiguration Read(IReadOnlyList<string> arguments, Func<string, string?> environment)
    {
        var problems = new List<string>();
        var (file, line) = CommandLine.Parse(arguments, problems);
        file ??= environment(FileVariable) is { Length: > 0 } named ? named : null;
        // The weakest first: what is given later takes the place of what was given before. Each is checked, used or not.
        IEnumerable<Given> all = [.. file is null ? [] : ConfigurationFile.Read(file, problems), .. FromEnvironment(environment, problems), .. line];
        var (options, given) = (new RegistryOptions(), new Dictionary<string, Given>(StringComparer.Ordinal));
        foreach (var one in all)
        {
            var (changed, problem) = one.Setting.Set(options, one);
            if (changed is null)
                problems.Add($"{one.Where}: {problem}");
            options = changed ?? options;
            given[one.Setting.Key] = one;
        }

        problems.AddRange(Telemetry.Problems(environment));
        options = options with { Telemetry = Telemetry.IsWanted(environment) };
        // What belongs together is judged only when each of it is as it should be.
        if (problems.Count == 0)
            problems.AddRange(Contradictions.Of(options, key => given.TryGetValue(key, out var one) ? one.Where : key));
        return new(options, problems, given);
    }

    private static IEnumerable<Given> FromEnvironment(Func<string, string?> environment, List<string> problems)
    {
        var folder = Directory.GetCurrentDirectory();
        foreach (var setting in Settings.All)
        {
            var secret = setting.SecretVariable is { } name && environment(name) is { Length: > 0 } text ? text : null;
            var plain = environment(setting.Variable) is { Length: > 0 } other ? other : null;
            if (secret is not null && plain is not null)
                problems.Add($"${setting.Variable}: is given beside ${setting.SecretVariable}; keep one of them");
            else if (secret is not null)
                yield return new(setting, secret, $"${setting.SecretVariable}", folder, IsSecret: true);
            else if (plain is not null)
                yield return new(setting, plain, $"${setting.Variable}", folder);
        }
    }
}
