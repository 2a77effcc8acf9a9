using System.Buffers;
using System.Net.Sockets;
using System.Threading.Channels;
using Seatrial.Faults.Wires;

namespace Seatrial.Faults.Tcp;

/// <summary>One direction of one connection, through its toxics.</summary>
internal sealed class Flow(Inbox from, Socket to, Line line, Setting setting, Random chance, TimeProvider clock)
{
    /// <summary>Bytes of the largest piece that is read at once.</summary>
    public const int PieceBytes = 16 * 1024;

    // With PieceBytes the most that is under way while it waits for its time.
    private const int MostPieces = 256;

    // A bandwidth is kept evenly, and not by whole pieces.
    private const double PartOfSecond = 0.05;

    private readonly double _draw = chance.NextDouble();
    private long _passed;

    /// <summary>Passes on what comes until the connection ends.</summary>
    /// <param name="over">Cancelled when the connection is broken, so that the other direction does not wait for its time.</param>
    public async Task RunAsync(CancellationTokenSource over)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(over.Token);
        var pieces = Channel.CreateBounded<Piece>(new BoundedChannelOptions(MostPieces) { SingleReader = true, SingleWriter = true });
        var reading = ReadAsync(pieces.Writer, over, ended.Token);
        var ending = EndInTimeAsync(ended.Token);
        try
        {
            await foreach (var piece in pieces.Reader.ReadAllAsync(over.Token))
                if (!await PassAsync(piece, over.Token))
                    return;
            await WaitAsync(clock.GetTimestamp(), toxics => toxics.SlowClose, over.Token);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            line.Cut();
            throw;
        }
        finally
        {
            await ended.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private (Toxics Toxics, Task Changed) Now => setting.Now is var (toxics, changed) && _draw < toxics.Toxicity ? (toxics, changed) : (Toxics.None, changed);

    private async Task ReadAsync(ChannelWriter<Piece> pieces, CancellationTokenSource over, CancellationToken cancelled)
    {
        try
        {
            do
            {
                for (var unread = from.Unread; !unread.IsEmpty; unread = from.Unread)
                {
                    var length = Math.Min(unread.Length, PieceBytes);
                    var piece = new Piece(ArrayPool<byte>.Shared.Rent(length), length, clock.GetTimestamp());
                    unread[..length].CopyTo(piece.Bytes);
                    from.Use(length);
                    await pieces.WriteAsync(piece, cancelled);
                }
            }
            while (await from.FillAsync(cancelled));
            pieces.Complete();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // A reset is passed on at once: data that waits would not have survived it either.
            if (gone is SocketException)
                line.Cut();
            pieces.Complete(gone);
            if (gone is not OperationCanceledException)
                await over.CancelAsync();
        }
    }

    private async ValueTask<bool> PassAsync(Piece piece, CancellationToken cancelled)
    {
        var jitter = (chance.NextDouble() * 2) - 1;
        await WaitAsync(piece.ReadAt, toxics => toxics.Latency + (toxics.Jitter * jitter), cancelled);
        for (var at = 0; at < piece.Length;)
        {
            var toxics = await OpenAsync(cancelled);
            var length = Math.Min(piece.Length - at, Share(toxics));
            if (toxics.LimitData is { } limit)
                length = (int)Math.Min(length, limit - _passed);
            for (var sent = 0; sent < length;)
                sent += await to.SendAsync(piece.Bytes.AsMemory(at + sent, length - sent), cancelled);
            (at, _passed) = (at + length, _passed + length);
            if (_passed >= toxics.LimitData)
            {
                line.Dispose();
                return false;
            }

            var sentAt = clock.GetTimestamp();
            await WaitAsync(sentAt, now => now.Bandwidth > 0 ? TimeSpan.FromSeconds((double)length / now.Bandwidth.Value) : default, cancelled);
            if (at < piece.Length)
                await WaitAsync(sentAt, now => now.Slicer?.Delay ?? default, cancelled);
        }

        ArrayPool<byte>.Shared.Return(piece.Bytes);
        return true;
    }

    private int Share(Toxics toxics)
    {
        var share = toxics.Slicer is { } slicer ? slicer.AverageSize + chance.Next(-slicer.SizeVariation, slicer.SizeVariation + 1) : int.MaxValue;
        return toxics.Bandwidth is { } rate ? (int)Math.Clamp(rate * PartOfSecond, 1, share) : share;
    }

    // Waits until data may pass at all.
    private async ValueTask<Toxics> OpenAsync(CancellationToken cancelled)
    {
        while (true)
        {
            var (toxics, changed) = Now;
            if (toxics is { Timeout: null, Bandwidth: null or > 0 })
                return toxics;
            await changed.WaitAsync(cancelled);
        }
    }

    // Waits until a time has gone by that may change meanwhile.
    private async ValueTask WaitAsync(long since, Func<Toxics, TimeSpan> time, CancellationToken cancelled)
    {
        while (true)
        {
            var (toxics, changed) = Now;
            var left = time(toxics) - clock.GetElapsedTime(since);
            if (left <= TimeSpan.Zero)
                return;
            await changed.WaitAsync(left, clock, cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancelled.ThrowIfCancellationRequested();
        }
    }

    // What ends the connection does so whether data comes or not.
    private async Task EndInTimeAsync(CancellationToken cancelled)
    {
        var since = clock.GetTimestamp();
        while (true)
        {
            var (toxics, changed) = Now;
            if ((toxics.ResetPeer ?? (toxics.Timeout > TimeSpan.Zero ? toxics.Timeout : null)) is not { } time)
                await changed.WaitAsync(cancelled);
            else if (time - clock.GetElapsedTime(since) is var left && left > TimeSpan.Zero)
                await changed.WaitAsync(left, clock, cancelled).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            else
            {
                if (toxics.ResetPeer is not null)
                    line.Cut();
                else
                    line.Dispose();
                return;
            }

            cancelled.ThrowIfCancellationRequested();
            if (changed.IsCompleted)
                since = clock.GetTimestamp();
        }
    }

    private readonly record struct Piece(byte[] Bytes, int Length, long ReadAt);
}
