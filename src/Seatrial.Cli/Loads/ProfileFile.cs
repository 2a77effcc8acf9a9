using System.Globalization;
using Seatrial.Load.Arrivals;
using Seatrial.Load.Engines;
using Seatrial.Load.Profiles;
using Seatrial.Load.Sessions;
using Seatrial.Scenarios;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Seatrial.Cli.Loads;

/// <summary>
/// Reads profiles of loads: TOML files, of which some are built in. Every key is known and every number within its range, or it is an error
/// that says where: a mistyped key that was passed over would be a load that the user does not know of.
/// </summary>
internal static class ProfileFile
{
    private const string Built = "Profiles/", Extension = ".toml";

    // The most that a profile may ask for: a day, and rates that one machine can send.
    private const double MostRate = 1_000_000, MostSeconds = 86_400;

    private static readonly string[] Curves = ["constant", "ramp", "steps", "bursts", "day"];
    private static readonly string[] Spacings = ["even", "poisson"];

    private static readonly string[] Keys =
    [
        "description",
        "arrivals.curve", "arrivals.spacing", "arrivals.rate", "arrivals.to", "arrivals.steps", "arrivals.burst", "arrivals.burst-seconds",
        "arrivals.every-seconds", "arrivals.seconds",
        "sessions.build", "sessions.warm", "sessions.missing", "sessions.search", "sessions.page", "sessions.publish",
        "world.crates",
        "limits.connections", "limits.waiting", "limits.timeout-seconds", "limits.drain-seconds", "limits.requests",
        "objectives.p50-ms", "objectives.p95-ms", "objectives.p99-ms", "objectives.p999-ms", "objectives.errors",
    ];

    /// <summary>The names of the built-in profiles.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(ProfileFile).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Built, StringComparison.Ordinal))
            .Select(name => name[Built.Length..^Extension.Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads a built-in profile by its name, or one from a file.</summary>
    /// <param name="given">What the user wrote.</param>
    /// <param name="seconds">Takes the place of the profile's own duration.</param>
    /// <param name="scale">By how much all rates are multiplied.</param>
    public static (LoadProfile? Profile, Misuse? Misuse) Read(string given, double? seconds, double scale)
    {
        if (Names.Contains(given))
        {
            using var reader = new StreamReader(typeof(ProfileFile).Assembly.GetManifestResourceStream($"{Built}{given}{Extension}")!);
            return Parse(reader.ReadToEnd(), given, given, seconds, scale);
        }

        if (!given.EndsWith(Extension, StringComparison.Ordinal))
            return (null, new Misuse($"«{given}»", "is not a profile.", $"{Suggestion.For(given, Names)} Or give the path of a file that ends in {Extension}."));
        try
        {
            return Parse(File.ReadAllText(given), Path.GetFileNameWithoutExtension(given), given, seconds, scale);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return (null, new Misuse(given, problem.Message, "Give the path of a readable TOML file."));
        }
    }

    internal static (LoadProfile? Profile, Misuse? Misuse) Parse(string text, string name, string file, double? seconds, double scale)
    {
        var document = SyntaxParser.Parse(text, file);
        if (document.HasErrors)
        {
            var first = document.Diagnostics.Where(diagnostic => diagnostic.Kind == DiagnosticMessageKind.Error).MinBy(error => error.Span.Start.Line)!;
            return (null, new Misuse($"{file}:{first.Span.Start.Line + 1}", first.Message.TrimEnd('.') + ".", "Profiles are TOML."));
        }

        var values = new Dictionary<string, KeyValueSyntax>();
        var pairs = document.KeyValues.Select(pair => (Table: "", pair)).Concat(document.Tables.SelectMany(table => table.Items.Select(pair => (Table: $"{table.Name?.ToString().Trim()}.", pair))));
        foreach (var (table, pair) in pairs)
        {
            var key = $"{table}{pair.Key?.ToString().Trim()}";
            if (!Keys.Contains(key))
                return (null, new Misuse($"{file}:{pair.Span.Start.Line + 1}", $"«{key}» is not a key of a profile.", Suggestion.For(key, Keys)));
            values[key] = pair;
        }

        return new Reader(file, values).Profile(name, seconds, scale);
    }

    /// <summary>Makes a profile of the entries; the first wrong one ends it.</summary>
    private sealed class Reader(string file, Dictionary<string, KeyValueSyntax> values)
    {
        private Misuse? _misuse;

        public (LoadProfile?, Misuse?) Profile(string name, double? seconds, double scale)
        {
            var mix = new SessionMix(Number("sessions.build", 0, 1e6, 0), Number("sessions.search", 0, 1e6, 0), Number("sessions.page", 0, 1e6, 0), Number("sessions.publish", 0, 1e6, 0))
            {
                Warm = Number("sessions.warm", 0, 1, 0),
                Missing = Number("sessions.missing", 0, 1, 0.1),
            };
            if (mix.Build + mix.Search + mix.Page + mix.Publish <= 0)
                _misuse ??= new Misuse(file, "nobody comes.", "Add [sessions] with a weight for build, search, page or publish.");
            var curve = Curve(seconds, scale);
            var spacing = Word("arrivals.spacing", Spacings, "poisson") == "even" ? Spacing.Even : Spacing.Poisson;
            var profile = _misuse is not null ? null : new LoadProfile
            {
                Name = name,
                Description = Text("description") ?? "",
                Curve = curve!,
                Spacing = spacing,
                Mix = mix,
                Crates = (int)Number("world.crates", 1, 10_000, 100),
                Limits = Limits(),
                Objectives = Objectives(),
            };
            return _misuse is null ? (profile, null) : (null, _misuse);
        }

        private RateCurve? Curve(double? seconds, double scale)
        {
            var kind = Word("arrivals.curve", Curves, "constant");
            var duration = TimeSpan.FromSeconds(seconds ?? Number("arrivals.seconds", 1, MostSeconds, 30));
            var rate = Needed("arrivals.rate", MostRate) * scale;
            double To() => Needed("arrivals.to", MostRate) * scale;
            switch (kind)
            {
                case "ramp":
                    return RateCurve.Ramp(rate, To(), duration);
                case "steps":
                    return RateCurve.Steps(rate, To(), (int)Number("arrivals.steps", 2, 1000, 5), duration);
                case "bursts":
                    var (burst, length, every) = (Needed("arrivals.burst", MostRate) * scale, Needed("arrivals.burst-seconds", MostSeconds), Needed("arrivals.every-seconds", MostSeconds));
                    if (_misuse is null && !(length > 0 && length < every))
                        _misuse = new Misuse(At("arrivals.burst-seconds"), "a burst must be shorter than the time from one to the next.", "Write burst-seconds below every-seconds.");
                    return _misuse is null ? RateCurve.Bursts(rate, burst, TimeSpan.FromSeconds(length), TimeSpan.FromSeconds(every), duration) : null;
                case "day":
                    var peak = To();
                    if (_misuse is null && peak < rate)
                        _misuse = new Misuse(At("arrivals.to"), "the peak of a day is below its trough.", "Write the trough as rate, and the peak as to.");
                    return _misuse is null ? RateCurve.Day(rate, peak, duration) : null;
                default:
                    return RateCurve.Constant(rate, duration);
            }
        }

        private LoadLimits Limits() => new()
        {
            Connections = (int)Number("limits.connections", 1, 20_000, 256),
            Waiting = (int)Number("limits.waiting", 0, 1_000_000, 100_000),
            Timeout = TimeSpan.FromSeconds(Number("limits.timeout-seconds", 0.1, 600, 10)),
            Drain = TimeSpan.FromSeconds(Number("limits.drain-seconds", 0, 600, 30)),
            Requests = (long)Number("limits.requests", 1, 1e12, 1e6),
            DrainWhenCancelled = TimeSpan.FromSeconds(0.5),
        };

        private Objectives Objectives() => new()
        {
            P50 = Objective("objectives.p50-ms", 4e6),
            P95 = Objective("objectives.p95-ms", 4e6),
            P99 = Objective("objectives.p99-ms", 4e6),
            P999 = Objective("objectives.p999-ms", 4e6),
            Errors = Objective("objectives.errors", 1),
        };

        private double? Objective(string key, double most) => values.ContainsKey(key) ? Number(key, 0, most, 0) : null;

        private double Needed(string key, double most)
        {
            if (!values.ContainsKey(key))
                _misuse ??= new Misuse(file, $"«{key}» is missing.", "docs/load.md shows what each curve needs.");
            return Number(key, 0, most, 0);
        }

        private double Number(string key, double least, double most, double absent)
        {
            if (!values.TryGetValue(key, out var pair))
                return absent;
            var number = pair.Value switch
            {
                IntegerValueSyntax whole => whole.Value,
                FloatValueSyntax real => real.Value,
                _ => double.NaN,
            };
            if (number >= least && number <= most)
                return number;
            _misuse ??= new Misuse(At(key), string.Create(CultureInfo.InvariantCulture, $"«{key}» must be a number from {least} to {most}."), "");
            return absent;
        }

        private string Word(string key, string[] known, string absent)
        {
            if (!values.ContainsKey(key) || Text(key) is not { } text)
                return absent;
            if (!known.Contains(text))
                _misuse ??= new Misuse(At(key), $"«{text}» is no {key.Split('.')[1]}.", Suggestion.For(text, known));
            return text;
        }

        private string? Text(string key)
        {
            if (!values.TryGetValue(key, out var pair))
                return null;
            if (pair.Value is StringValueSyntax { Value: { Length: > 0 } text })
                return text;
            _misuse ??= new Misuse(At(key), $"«{key}» must be a text in quotes that is not empty.", "");
            return null;
        }

        private string At(string key) => $"{file}:{(values[key].Span.Start.Line + 1).ToString(CultureInfo.InvariantCulture)}";
    }
}
