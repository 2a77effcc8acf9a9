using System.Threading.Channels;

namespace Seatrial.Worlds.Seeding;

/// <summary>Works rows out on one thread while those before are being sent on another one; never more than a few chunks are held.</summary>
internal static class Chunks
{
    // Large enough that the tables' turns cost nothing, small against the 300 MB of a replica.
    private const int ChunkBytes = 16 << 20;
    private const int MostChunks = 3;

    /// <summary>The rows of a world, chunk by chunk; a chunk is valid until the next one is asked for.</summary>
    public static async IAsyncEnumerable<BinaryRows> Of(
        World world, WorldRows rows, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var (filled, empty) = (Channel.CreateUnbounded<BinaryRows>(), Channel.CreateUnbounded<BinaryRows>());
        for (var chunk = 0; chunk < MostChunks; chunk++)
            empty.Writer.TryWrite(new BinaryRows());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var work = Task.Run(() => WorkOut(world, rows, filled.Writer, empty.Reader, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var chunk in filled.Reader.ReadAllAsync(cancel))
            {
                yield return chunk;
                chunk.Clear();
                empty.Writer.TryWrite(chunk);
            }
        }
        finally
        {
            // When the receiver gave up.
            await stop.CancelAsync();
            await work;
        }
    }

    private static async Task WorkOut(World world, WorldRows rows, ChannelWriter<BinaryRows> filled, ChannelReader<BinaryRows> empty, CancellationToken cancel)
    {
        try
        {
            var chunk = await empty.ReadAsync(cancel);
            rows.WriteUsers(chunk);
            foreach (var crate in world.Crates)
            {
                rows.Write(chunk, crate);
                if (chunk.Length < ChunkBytes)
                    continue;
                filled.TryWrite(chunk);
                chunk = await empty.ReadAsync(cancel);
            }

            rows.WriteCounts(chunk);
            filled.TryWrite(chunk);
            filled.Complete();
        }
        catch (Exception problem)
        {
            filled.Complete(problem is OperationCanceledException && cancel.IsCancellationRequested ? null : problem);
        }
    }
}
