using System.Globalization;

namespace Seatrial.Bench;

/// <summary>Whether a request costs more because there are more crates: the same questions before and after 20,000 are added.</summary>
internal sealed class GrowthPart(ServedRegistry registry, Measuring measuring, string path)
{
    private const int Added = 20_000;
    private const int Times = 200;

    public async Task RunAsync(Dictionary<string, object> results)
    {
        var crate = path[(path.LastIndexOf('/') + 1)..];
        (string Name, string Path)[] questions =
        [
            ("index", path), ("crate", $"/api/v1/crates/{crate}"), ("search", $"/api/v1/crates?q={crate}"), ("download", $"/api/v1/crates/{crate}/1.0.0/download"),
        ];
        var few = await Ask(questions);
        var publishFew = await measuring.PublishAsync(Times, clients: 1);
        await measuring.DrainAsync();
        await Seed();
        var many = await Ask(questions);
        var publishMany = await measuring.PublishAsync(Times, clients: 1);
        foreach (var (name, _) in questions)
            Tell(name, few[name], many[name], results);
        Tell("publish", 1000 / publishFew, 1000 / publishMany, results);
    }

    private async Task<Dictionary<string, double>> Ask((string Name, string Path)[] questions)
    {
        var answers = new Dictionary<string, double>();
        foreach (var (name, one) in questions)
        {
            await measuring.MillisecondsAsync(registry.Replica + one, Times / 4);
            answers[name] = await measuring.MillisecondsAsync(registry.Replica + one, Times);
        }

        return answers;
    }

    private static void Tell(string what, double few, double many, Dictionary<string, object> results)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {few:0.00} ms with few crates, {many:0.00} ms with {Added} more"));
        results[$"growth_{what}"] = Statistics.Round(many / few);
    }

    // Rows as publishes make them; the triggers count them too.
    private Task<string> Seed() => registry.SqlAsync($"""
        INSERT INTO crates (name, canonical, description, search_text, max_version, created_at, updated_at)
            SELECT 'seeded-' || n, 'seeded_' || n, 'What number ' || n || ' does', 'seeded-' || n || ' seeded_' || n || ' what number does', '1.0.0', n, n
            FROM generate_series(1, {Added}) n;
        INSERT INTO owners (crate_id, user_id, created_at) SELECT c.id, 1, 0 FROM crates c WHERE c.canonical LIKE 'seeded\_%';
        INSERT INTO versions (crate_id, num, num_no_build, checksum, size, index_line, published_by, created_at, updated_at)
            SELECT c.id, '1.0.0', '1.0.0', repeat('0', 64), 100, '', 1, 0, 0 FROM crates c WHERE c.canonical LIKE 'seeded\_%';
        ANALYZE;
        """);
}
