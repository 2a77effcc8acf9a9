using System.Buffers.Binary;
using System.Security.Cryptography;
using Seatrial.Cargo;

namespace Seatrial.Worlds;

/// <summary>What a world holds, counted in one pass over it.</summary>
/// <param name="Crates">Crates.</param>
/// <param name="Versions">Versions.</param>
/// <param name="Dependencies">Dependencies of all versions.</param>
/// <param name="Users">Users.</param>
/// <param name="Yanked">Yanked versions.</param>
/// <param name="Downloads">Downloads of all versions.</param>
/// <param name="ArchiveBytes">The size of all archives.</param>
/// <param name="IndexBytes">The size of all index files.</param>
/// <param name="LargestIndexBytes">The size of the largest index file.</param>
/// <param name="Fingerprint">A hash of everything in it, in hex: two machines that print the same have the same world.</param>
public sealed record WorldFacts(int Crates, long Versions, long Dependencies, int Users, long Yanked, long Downloads, long ArchiveBytes,
    long IndexBytes, long LargestIndexBytes, string Fingerprint)
{
    /// <summary>Counts a world.</summary>
    public static WorldFacts Of(World world, CancellationToken cancel = default)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var facts = new WorldFacts(world.CrateCount, 0, 0, world.UserCount, 0, 0, 0, 0, 0, "");
        foreach (var user in world.Users)
            hash.AppendData(System.Text.Encoding.UTF8.GetBytes($"{user.Login} {user.Name} {user.Kind} {user.CreatedAt.ToUnixTimeMilliseconds()}\n"));
        foreach (var crate in world.Crates)
        {
            cancel.ThrowIfCancellationRequested();
            facts = facts.With(crate, hash);
        }

        return facts with { Fingerprint = Convert.ToHexStringLower(hash.GetHashAndReset()) };
    }

    private WorldFacts With(WorldCrate crate, IncrementalHash hash)
    {
        hash.AppendData(crate.Versions[^1].Metadata.ToJson());
        Append(hash, crate.Owner, crate.CoOwner ?? -1, crate.CoOwnedAt.ToUnixTimeMilliseconds());
        long dependencies = 0, downloads = 0, archives = 0, index = 0;
        foreach (var version in crate.Versions)
        {
            var line = IndexLine.From(version.Metadata, version.Checksum, version.PublishedAt).ToJson();
            hash.AppendData(line);
            Append(hash, version.PublishedAt.ToUnixTimeMilliseconds(), version.YankedAt?.ToUnixTimeMilliseconds() ?? -1, version.Downloads, version.ArchiveBytes);
            dependencies += version.Metadata.Dependencies.Count;
            downloads += version.Downloads;
            archives += version.ArchiveBytes;
            index += line.Length + 1;
        }

        return this with
        {
            Versions = Versions + crate.Versions.Count,
            Dependencies = Dependencies + dependencies,
            Yanked = Yanked + crate.Versions.Count(version => version.YankedAt is not null),
            Downloads = Downloads + downloads,
            ArchiveBytes = ArchiveBytes + archives,
            IndexBytes = IndexBytes + index,
            LargestIndexBytes = Math.Max(LargestIndexBytes, index),
        };
    }

    private static void Append(IncrementalHash hash, params ReadOnlySpan<long> numbers)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        foreach (var number in numbers)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
            hash.AppendData(bytes);
        }
    }
}
