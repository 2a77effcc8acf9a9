using Seatrial.Cargo;

namespace Seatrial.Scenarios.Sweeps.Stores;

/// <summary>What the index serves of a crate, by one way to it: through the CDN, or at one replica.</summary>
internal sealed class IndexStore(string name, Registry registry) : Store
{
    public override string Name => name;

    public override async Task<Holding> ReadAsync(string crate, IReadOnlyList<CratePackage> packages, CancellationToken cancelled)
    {
        var answer = await registry.Index(IndexPath.For(crate));
        return answer.Status switch
        {
            404 or 410 or 451 => new Holding(name) { Versions = [] },
            200 => Held(name, answer.Body),
            _ => new Holding(name) { Unreadable = answer.ToString() },
        };
    }

    /// <summary>The versions of an index file; a line that cargo cannot read makes all of it unreadable.</summary>
    internal static Holding Held(string name, ReadOnlyMemory<byte> file)
    {
        var lines = IndexFile.Parse(file).Lines;
        return lines.Any(line => !line.IsValid)
            ? new Holding(name) { Unreadable = $"a line that cargo cannot use: {lines.First(line => !line.IsValid).Violation}" }
            : new Holding(name) { Versions = [.. lines.Select(line => new HeldVersion(line.Value.Version.Text, line.Value.Checksum.Text, line.Value.Yanked))] };
    }
}
