using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace Seatrial.Registry.Configuration;

/// <summary>
/// Reads the configuration file (TOML). Every key is known or an error: a mistyped key that was passed over in silence would
/// switch something off that the operator believes to be on.
/// </summary>
internal static class ConfigurationFile
{
    // The largest configuration is a few hundred lines; more is another file than was meant.
    private const long MaxBytes = 1024 * 1024;

    /// <summary>What the file gives; what is wrong with it is added to <paramref name="problems"/>.</summary>
    public static IReadOnlyList<Given> Read(string file, List<string> problems)
    {
        try
        {
            if (new FileInfo(file) is { Exists: true, Length: > MaxBytes })
                problems.Add($"{file}: a configuration file has at most {MaxBytes} bytes");
            else
                return Parse(File.ReadAllText(file), file, problems);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            problems.Add($"{file}: the configuration cannot be read: {failure.Message}");
        }

        return [];
    }

    public static IReadOnlyList<Given> Parse(string text, string file, List<string> problems)
    {
        var document = SyntaxParser.Parse(text, file);
        foreach (var error in document.Diagnostics.Where(one => one.Kind == DiagnosticMessageKind.Error))
            problems.Add($"{file}:{error.Span.Start.Line + 1}: not TOML: {error.Message}");
        if (document.HasErrors)
            return [];
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        var given = new List<Given>();
        foreach (var (table, pair) in Pairs(document, file, problems))
            if (Value(table, pair, file, folder, problems) is { } value)
            {
                if (given.FirstOrDefault(one => one.Setting == value.Setting) is { } first)
                    problems.Add($"{value.Where}: is set already, at {first.Where}");
                given.Add(value);
            }

        return given;
    }

    private static IEnumerable<(string Table, KeyValueSyntax Pair)> Pairs(DocumentSyntax document, string file, List<string> problems)
    {
        foreach (var pair in document.KeyValues)
            yield return ("", pair);
        foreach (var table in document.Tables)
        {
            var name = table.Name?.ToString().Trim() ?? "";
            if (table is TableArraySyntax || Settings.All.All(setting => setting.Table != name))
                problems.Add($"{file}:{Line(table)}: [{name}] is not a table of the configuration; there are {string.Join(", ", Tables)}");
            else
                foreach (var pair in table.Items)
                    yield return ($"{name}.", pair);
        }
    }

    private static Given? Value(string table, KeyValueSyntax pair, string file, string folder, List<string> problems)
    {
        var key = table + pair.Key?.ToString().Trim();
        var where = $"{file}:{Line(pair)}: {key}";
        if (Settings.All.FirstOrDefault(setting => setting.Key == key) is not { } setting)
        {
            problems.Add($"{where}: is not a key of the configuration; {Known(key)}");
            return null;
        }

        if (Text(setting.Shape, pair.Value) is { } text)
            return new Given(setting, text, where, folder);
        problems.Add($"{where}: must be {Article(setting.Shape)}: {setting.Allowed}");
        return null;
    }

    private static string? Text(Shape shape, ValueSyntax? value) => (shape, value) switch
    {
        (Shape.Text, StringValueSyntax text) => text.Value,
        (Shape.Number, IntegerValueSyntax number) => number.Value.ToString(System.Globalization.CultureInfo.InvariantCulture),
        (Shape.Flag, BooleanValueSyntax flag) => flag.Value ? "true" : "false",
        (Shape.List, ArraySyntax list) => Items(list),
        _ => null,
    };

    // The items of no list hold commas: names, actions and parts.
    private static string? Items(ArraySyntax list)
    {
        var items = list.Items.Select(item => (item.Value as StringValueSyntax)?.Value).ToList();
        return items.All(item => item is { Length: > 0 } && !item.Contains(',', StringComparison.Ordinal)) ? string.Join(',', items) : null;
    }

    private static string Article(Shape shape) => shape switch
    {
        Shape.Number => "a number",
        Shape.Flag => "true or false, without quotes",
        Shape.List => "a list of texts, [\"a\", \"b\"]",
        _ => "a text in quotes",
    };

    private static string Known(string key)
    {
        var keys = Settings.All.Where(setting => key.StartsWith(setting.Table + ".", StringComparison.Ordinal)).Select(setting => setting.Key).ToList();
        return keys.Count > 0 ? $"there are {string.Join(", ", keys)}" : $"there are the tables {string.Join(", ", Tables)}";
    }

    private static IEnumerable<string> Tables => Settings.All.Select(setting => setting.Table).Distinct();

    private static int Line(SyntaxNode node) => node.Span.Start.Line + 1;
}
