using System.Globalization;
using System.Text.RegularExpressions;
using Seatrial.Registry.Sql;

namespace Seatrial.Registry.Tests.Sql;

/// <summary>An earlier version of the registry's code: the statements that it sends, from <c>Statements/</c>, in the order in which it sends them.</summary>
internal sealed partial class EarlierCode
{
    private const long Start = 1_700_000_000_000;
    private readonly Dictionary<string, string[]> _statements;
    private readonly Dictionary<string, string[]> _keywords = [];
    private int _step;

    private EarlierCode(Dictionary<string, string[]> statements) => _statements = statements;

    /// <summary>The code that belonged to a schema.</summary>
    public static EarlierCode Of(int schema)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Sql", "Statements", (schema < 3 ? "fe353ab" : "921a435") + ".sql"));
        return new(SectionPattern().Matches(text).ToDictionary(
            section => section.Groups[1].Value,
            section => section.Groups[2].Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)));
    }

    /// <summary>A small registry's life: crates that come, change their words, depend on each other, are yanked and downloaded.</summary>
    public async Task Work(Database database)
    {
        await using var sql = await database.BeginWrite("", default);
        await sql.Execute($"INSERT INTO users (login, canonical, created_at) VALUES ({"alice"}, {"alice"}, {Start}) ON CONFLICT DO NOTHING", default);
        var round = _step;
        for (var crate = 0; crate < 12; crate++)
            for (var version = 0; version <= crate % 4; version++)
                await Publish(sql, $"Crate-{round}_{crate}", $"{version + 1}.0.0");
        await Yank(sql, $"crate_{round}_3", "4.0.0", "3.0.0");
        await Yank(sql, $"crate_{round}_1", "2.0.0", "1.0.0");
        for (var count = 1; count < 9; count++)
            await Count(sql, $"crate_{round}_{count % 5}", "1.0.0", count * 7);
        await Count(sql, "nobody", "1.0.0", 0);
        await sql.Commit();
    }

    /// <summary>A publish with everything that it may write.</summary>
    public async Task Publish(SqlSession sql, string name, string version)
    {
        var canonical = CrateName.Canonicalize(name);
        var text = $"{name.ToLowerInvariant()} {canonical} kw{_step % 3} liest — «größe» {_step % 4}";
        var values = new Dictionary<string, object?>
        {
            ["name"] = name,
            ["canonical"] = canonical,
            ["description"] = $"Liest — «Größe» {_step % 4}",
            ["homepage"] = null,
            ["documentation"] = null,
            ["repository"] = "https://example.org/" + name,
            ["readme"] = string.Concat(Enumerable.Repeat("Ein langes Readme. ", 300)),
            ["text"] = text,
            ["version"] = version,
            ["now"] = Start + _step,
            ["user"] = 1L,
            ["checksum"] = new string('a', 64),
            ["size"] = 1_000L,
            ["license"] = "MIT",
            ["links"] = null,
            ["rust"] = "1.70",
            ["line"] = $$"""{"name":"{{name}}","vers":"{{version}}","deps":[],"cksum":"{{new string('a', 64)}}","features":{},"yanked":false}""",
            ["max"] = version,
            ["login"] = "alice",
            ["category"] = "science::robotics",
        };
        var known = await Ids(sql, canonical, version) is not null;
        await Run(sql, known ? "known crate" : "new crate", values);
        await Run(sql, "version", values);
        foreach (var (position, dependency) in new[] { "Crate-0_0", "serde", $"Crate-0_{_step % 5}" }.Distinct().Index())
            await Run(sql, "dependency", new(values)
            {
                ["position"] = (long)position,
                ["dependency"] = dependency,
                ["requirement"] = "^1",
                ["kind"] = "normal",
                ["optional"] = false,
                ["target"] = null,
                ["registry"] = dependency == "serde" && _step % 2 == 0 ? "https://other.example.org" : null,
            });
        await WriteKeywords(sql, canonical, values);
        if (!known && _statements.ContainsKey("category"))
            await Run(sql, "category", values);
        await Run(sql, "published", values);
        _step++;
    }

    /// <summary>What the index file of a crate is made of.</summary>
    public async Task<List<string>> Index(SqlSession sql, string canonical) => await sql.Query(
        Statement(_statements["index"].Single(), new() { ["crate"] = (await Ids(sql, canonical, ""))!.Value.Crate }), row => $"{row.GetString(0)} {row.GetBoolean(1)}", default);

    private async Task WriteKeywords(SqlSession sql, string canonical, Dictionary<string, object?> values)
    {
        var (wanted, present) = ((string[])["both", $"kw{_step % 3}"], _keywords.GetValueOrDefault(canonical, []));
        _keywords[canonical] = wanted;
        // The first code writes them all anew; the next one only what differs.
        var anew = _statements.ContainsKey("keywords");
        if (anew)
            await Run(sql, "keywords", values);
        else
            foreach (var word in present.Except(wanted))
                await Run(sql, "keyword gone", new(values) { ["keyword"] = word });
        foreach (var word in anew ? wanted : wanted.Except(present))
            await Run(sql, "keyword", new(values) { ["keyword"] = word });
    }

    private async Task Yank(SqlSession sql, string canonical, string version, string max) => await Run(sql, "yank",
        new() { ["canonical"] = canonical, ["version"] = version, ["yanked"] = true, ["now"] = Start + _step, ["max"] = max });

    private async Task Count(SqlSession sql, string canonical, string version, long count) => await Run(sql, "count",
        new() { ["canonical"] = canonical, ["version"] = version, ["count"] = count, ["now"] = Start, ["day"] = 19_000L, ["batch"] = $"{canonical} {_step++}" });

    private async Task Run(SqlSession sql, string name, Dictionary<string, object?> values)
    {
        foreach (var statement in _statements[name])
        {
            // Ids are known to the code from what it has read before.
            var ids = await Ids(sql, (string)values["canonical"]!, (string)values["version"]!);
            await sql.Execute(Statement(statement, new(values) { ["crate"] = ids?.Crate, ["id"] = ids?.Version }), default);
        }
    }

    private static async Task<(long Crate, long? Version)?> Ids(SqlSession sql, string canonical, string version) =>
        (await sql.Query($"SELECT c.id, v.id FROM crates c LEFT JOIN versions v ON v.crate_id = c.id AND v.num = {version} WHERE c.canonical = {canonical}",
            row => ((long, long?)?)(row.GetInt64(0), row.Number(1)), default)).FirstOrDefault();

    private static SqlText Statement(string text, Dictionary<string, object?> values)
    {
        var statement = new SqlText(0, 0);
        foreach (var part in ParameterPattern().Split(text))
            if (!part.StartsWith('@'))
                statement.AppendLiteral(part);
            else if (values[part[1..]] is { } value)
                Append(statement, value);
            else
                statement.AppendFormatted((string?)null);
        return statement;
    }

    private static void Append(SqlText statement, object value)
    {
        if (value is long number)
            statement.AppendFormatted(number);
        else if (value is bool flag)
            statement.AppendFormatted(flag);
        else
            statement.AppendFormatted(Convert.ToString(value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^-- ([a-z ]+)\n((?:[^-\n].*\n|\n)+)", RegexOptions.Multiline)]
    private static partial Regex SectionPattern();

    [GeneratedRegex(@"(@[a-z]+)")]
    private static partial Regex ParameterPattern();
}
