using System.Globalization;
using System.Net;
using Seatrial.Scenarios.Sweeps;
using Seatrial.Scenarios.Sweeps.Stores;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Seatrial.Scenarios;

/// <summary>
/// The target file: how to reach and drive a registry, in TOML. Every key is known or an error; a mistyped key that was
/// passed over in silence would switch something off that the user believes to be on.
/// </summary>
/// <example>
/// <code>
/// [registry]
/// index = "http://127.0.0.1:8000/index/"
/// visible-within-seconds = 10
/// ca-file = "private-ca.pem"
/// [publisher]
/// token-env = "REGISTRY_TOKEN"
/// [scenarios]
/// disabled = ["search/*"]
/// </code>
/// </example>
public static class TargetFile
{
    private static readonly string[] Keys =
    [
        "registry.index", "registry.visible-within-seconds", "registry.ca-file",
        "publisher.login", "publisher.token", "publisher.token-env", "publisher.token-file",
        "stranger.login", "stranger.token", "stranger.token-env", "stranger.token-file",
        "scenarios.disabled",
        "database.upstream", "database.listen", "database.connection-env", "database.connection-file",
        "database.versions", "database.owners", "database.audit", "database.waiting", "database.dead", "database.downloads", "database.add-index-job", "database.add-purge-job",
        "storage.upstream", "storage.listen", "storage.bucket", "storage.access-key-env", "storage.secret-key-env", "storage.archive",
        "storage.index", "storage.region",
    ];

    private static readonly string[] TokenKeys = ["token", "token-env", "token-file"];

    /// <summary>Reads a target file.</summary>
    /// <param name="file">Its path.</param>
    /// <param name="knownScenarios">The ids that a pattern in <c>scenarios.disabled</c> may match.</param>
    public static (Target? Target, Misuse? Misuse) Read(string file, IReadOnlyList<string> knownScenarios)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return (null, new Misuse(file, problem.Message, "Give --target the path of a readable TOML file."));
        }

        return Parse(text, file, knownScenarios);
    }

    internal static (Target? Target, Misuse? Misuse) Parse(string text, string file, IReadOnlyList<string> knownScenarios)
    {
        var document = SyntaxParser.Parse(text, file);
        if (document.HasErrors)
        {
            var first = document.Diagnostics.Where(diagnostic => diagnostic.Kind == DiagnosticMessageKind.Error).MinBy(error => error.Span.Start.Line)!;
            return (null, new Misuse($"{file}:{first.Span.Start.Line + 1}", first.Message.TrimEnd('.') + ".", "Target files are TOML."));
        }

        var values = new Dictionary<string, Entry>();
        foreach (var (key, entry) in Flatten(document))
        {
            if (!Keys.Contains(key))
                return (null, new Misuse($"{file}:{entry.Line}", $"«{key}» is not a key of a target file.", Suggestion.For(key, Keys)));
            values[key] = entry;
        }

        return new Reader(file, values).Target(knownScenarios);
    }

    private static IEnumerable<(string Key, Entry Entry)> Flatten(DocumentSyntax document)
    {
        foreach (var pair in document.KeyValues)
            yield return (Key(pair), new Entry(pair));
        foreach (var table in document.Tables)
            foreach (var pair in table.Items)
                yield return ($"{table.Name?.ToString().Trim()}.{Key(pair)}", new Entry(pair));
    }

    private static string Key(KeyValueSyntax pair) => pair.Key?.ToString().Trim() ?? "";

    /// <summary>One key of the file with its value and line.</summary>
    private sealed class Entry(KeyValueSyntax pair)
    {
        public int Line => pair.Span.Start.Line + 1;

        public ValueSyntax? Value => pair.Value;
    }

    /// <summary>Makes a target of the entries; the first wrong one ends it.</summary>
    private sealed class Reader(string file, Dictionary<string, Entry> values)
    {
        private Misuse? _misuse;

        public (Target?, Misuse?) Target(IReadOnlyList<string> knownScenarios)
        {
            var index = Index();
            var publisher = User("publisher");
            if (_misuse is null && publisher is null)
                _misuse = new Misuse(file, "the target has no publisher.", "Add a table [publisher] with token, token-env or token-file.");
            var target = _misuse is not null ? null : new Target
            {
                Index = index!,
                Publisher = publisher!,
                Stranger = User("stranger"),
                Roots = Roots("registry.ca-file"),
                VisibleWithin = Seconds("registry.visible-within-seconds") ?? Scenarios.Target.DefaultVisibleWithin,
                Disabled = Patterns("scenarios.disabled", knownScenarios),
                Swept = Swept(),
            };
            return _misuse is null ? (target, null) : (null, _misuse);
        }

        private Uri? Index()
        {
            if (!values.ContainsKey("registry.index"))
            {
                _misuse ??= new Misuse(file, "the target has no index.", "Add [registry] with index = \"http://HOST:PORT/PATH/\".");
                return null;
            }

            if (Text("registry.index") is not { } text)
                return null;
            var (url, misuse) = IndexUrl.Parse(text, At("registry.index"));
            _misuse ??= misuse;
            return url;
        }

        private User? User(string table)
        {
            var given = TokenKeys.Where(key => values.ContainsKey($"{table}.{key}")).ToArray();
            if (given.Length == 0)
                return null;
            if (given.Length > 1)
                _misuse ??= new Misuse(At($"{table}.{given[1]}"), $"{given[0]} and {given[1]} are given at once.", "Keep one of them.");
            var key = $"{table}.{given[0]}";
            if (Text(key) is not { } text)
                return null;
            var (token, misuse) = Token.Read(given[0], text, At(key), Path.GetDirectoryName(Path.GetFullPath(file))!);
            _misuse ??= misuse;
            return token is null ? null : new User(values.ContainsKey($"{table}.login") ? Text($"{table}.login") : null, token);
        }

        private SweptTarget? Swept()
        {
            var (database, storage) = (Has("database"), Has("storage"));
            if (!database && !storage)
                return null;
            return new SweptTarget
            {
                Database = database ? Proxied("database") : null,
                Connection = database ? Secret("database.connection-env", "database.connection-file") : null,
                Statements = !database ? null : new DatabaseStatements
                {
                    Versions = Needed("database.versions"),
                    Owners = Optional("database.owners"),
                    Audit = Optional("database.audit"),
                    Waiting = Optional("database.waiting"),
                    Dead = Optional("database.dead"),
                    Downloads = Optional("database.downloads"),
                    AddIndexJob = Optional("database.add-index-job"),
                    AddPurgeJob = Optional("database.add-purge-job"),
                },
                StorageProxy = storage ? Proxied("storage") : null,
                Storage = !storage ? null : new StorageFacts(
                    $"http://{Needed("storage.upstream")}", Needed("storage.bucket"), Secret("storage.access-key-env"), Secret("storage.secret-key-env"))
                {
                    Archive = Needed("storage.archive"),
                    Index = Optional("storage.index"),
                    Region = Optional("storage.region") ?? "us-east-1",
                },
            };
        }

        private bool Has(string table) => values.Keys.Any(key => key.StartsWith($"{table}.", StringComparison.Ordinal));

        private (IPEndPoint, int)? Proxied(string table)
        {
            var key = $"{table}.upstream";
            // Loopback only: a fault is never laid on what may be somebody else's.
            if (!IPEndPoint.TryParse(Needed(key), out var upstream) || !IPAddress.IsLoopback(upstream.Address) || upstream.Port == 0)
            {
                _misuse ??= new Misuse(values.ContainsKey(key) ? At(key) : file, $"«{key}» must be a loopback address with a port.", "Write upstream = \"127.0.0.1:5432\".");
                return null;
            }

            if (values.TryGetValue($"{table}.listen", out var entry) && entry.Value is IntegerValueSyntax { Value: > 0 and <= 65_535 and var port })
                return (upstream, (int)port);
            _misuse ??= new Misuse(entry is null ? file : At($"{table}.listen"), $"«{table}.listen» must be a port from 1 to 65535.", "It is where the registry finds our proxy.");
            return null;
        }

        private string Needed(string key)
        {
            if (values.ContainsKey(key))
                return Text(key) ?? "";
            _misuse ??= new Misuse(file, $"«{key}» is missing.", "docs/target-file.md shows what a sweep needs.");
            return "";
        }

        private string? Optional(string key) => values.ContainsKey(key) ? Text(key) : null;

        // What is secret stands elsewhere, as tokens do; a connection string may hold a password.
        private string Secret(params string[] keys)
        {
            if (keys.FirstOrDefault(values.ContainsKey) is not { } key)
            {
                _misuse ??= new Misuse(file, $"«{keys[0]}» is missing.", "docs/target-file.md shows what a sweep needs.");
                return "";
            }

            if (Text(key) is not { } text)
                return "";
            var (secret, misuse) = Token.Read(key.EndsWith("-file", StringComparison.Ordinal) ? "token-file" : "token-env", text, At(key), Path.GetDirectoryName(Path.GetFullPath(file))!);
            _misuse ??= misuse;
            return secret ?? "";
        }

        private RootCertificates? Roots(string key)
        {
            if (!values.ContainsKey(key) || Text(key) is not { } text)
                return null;
            var (roots, misuse) = RootCertificates.Read(text, At(key), Path.GetDirectoryName(Path.GetFullPath(file))!);
            _misuse ??= misuse;
            return roots;
        }

        private string? Text(string key)
        {
            if (values[key].Value is StringValueSyntax { Value: { Length: > 0 } text })
                return text;
            _misuse ??= new Misuse(At(key), $"«{key}» must be a text in quotes that is not empty.", "");
            return null;
        }

        private TimeSpan? Seconds(string key)
        {
            if (!values.TryGetValue(key, out var entry))
                return null;
            if (entry.Value is IntegerValueSyntax { Value: >= 1 and <= 600 and var seconds })
                return TimeSpan.FromSeconds(seconds);
            _misuse ??= new Misuse(At(key), $"«{key}» must be a whole number from 1 to 600.", "");
            return null;
        }

        private string[] Patterns(string key, IReadOnlyList<string> knownScenarios)
        {
            if (!values.TryGetValue(key, out var entry))
                return [];
            if (entry.Value is not ArraySyntax array || array.Items.Any(item => item.Value is not StringValueSyntax))
            {
                _misuse ??= new Misuse(At(key), $"«{key}» must be a list of texts.", "Write disabled = [\"search/*\"].");
                return [];
            }

            var patterns = array.Items.Select(item => ((StringValueSyntax)item.Value!).Value!).ToArray();
            if (patterns.FirstOrDefault(pattern => !knownScenarios.Any(id => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, id))) is { } idle)
                _misuse ??= new Misuse(At(key), $"«{idle}» matches no scenario.", Suggestion.For(idle, knownScenarios));
            return patterns;
        }

        private string At(string key) => $"{file}:{values[key].Line.ToString(CultureInfo.InvariantCulture)}";
    }
}
