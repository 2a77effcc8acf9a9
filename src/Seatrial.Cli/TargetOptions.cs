using System.CommandLine;
using Seatrial.Scenarios;

namespace Seatrial.Cli;

/// <summary>The options that say which registry is tested, shared by the commands that test one.</summary>
internal sealed class TargetOptions
{
    private readonly Option<string?> _registry = new("--registry")
    {
        Description = "Test this registry: the URL of its sparse index, as in cargo's configuration.",
        HelpName = "URL",
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = "The publisher's token. Safer: --token-env NAME or --token-file FILE.",
        HelpName = "TOKEN",
    };

    private readonly Option<string?> _tokenEnv = new("--token-env") { Description = "The environment variable that holds the token.", HelpName = "NAME" };

    private readonly Option<string?> _tokenFile = new("--token-file") { Description = "The file that holds the token.", HelpName = "FILE" };

    private readonly Option<string?> _caFile = new("--ca-file")
    {
        Description = "Trust the certificates in this PEM file, in place of the system's, as cargo's http.cainfo.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _target = new("--target") { Description = "Test the registry that this target file (TOML) describes.", HelpName = "FILE" };

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _registry, _token, _tokenEnv, _tokenFile, _caFile, _target })
            command.Options.Add(option);
    }

    /// <summary>The target that the options name; neither a target nor a misuse means the embedded registry.</summary>
    public (Target? Target, Misuse? Misuse) Read(ParseResult parsed, IReadOnlyList<string> knownScenarios)
    {
        var (registry, file) = (parsed.GetValue(_registry), parsed.GetValue(_target));
        var tokens = new[] { _token, _tokenEnv, _tokenFile }.Where(option => parsed.GetValue(option) is not null).ToArray();
        if (registry is not null && file is not null)
            return (null, new Misuse("--target", "--registry and --target are given at once.", "Keep one of them."));
        if (tokens.Length > 1)
            return (null, new Misuse(tokens[1].Name, $"{tokens[0].Name} and {tokens[1].Name} are given at once.", "Keep one of them."));
        if (registry is null && tokens.Length == 1)
            return (null, new Misuse(tokens[0].Name, "there is a token, but no registry that it is for.", "Add --registry URL."));
        if (registry is null && parsed.GetValue(_caFile) is not null)
            return (null, new Misuse("--ca-file", "there is an authority, but no registry that it is for.",
                file is null ? "Add --registry URL." : "In a target file it is the key registry.ca-file."));
        if (file is not null)
            return TargetFile.Read(file, knownScenarios);
        return registry is null ? (null, null) : External(registry, parsed, tokens);
    }

    private (Target?, Misuse?) External(string registry, ParseResult parsed, Option<string?>[] tokens)
    {
        var (url, misuse) = IndexUrl.Parse(registry, "--registry");
        if (url is null)
            return (null, misuse);
        if (tokens.Length == 0)
            return (null, new Misuse("--registry", "the registry's token is missing.", "Add --token-env NAME, --token-file FILE or --token TOKEN."));
        var (token, unread) = Token.Read(tokens[0].Name[2..], parsed.GetValue(tokens[0])!, tokens[0].Name, Directory.GetCurrentDirectory());
        if (token is null)
            return (null, unread);
        var (roots, noRoots) = parsed.GetValue(_caFile) is { } file
            ? RootCertificates.Read(file, _caFile.Name, Directory.GetCurrentDirectory())
            : (null, null);
        return noRoots is not null ? (null, noRoots) : (new Target { Index = url, Publisher = new User(null, token), Roots = roots }, null);
    }
}
