using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Seatrial.Inside;

/// <summary>The tester at the other end of the process's one socket.</summary>
/// <remarks>It must never harm the application: when it goes away, everything goes on as if it had never been there.</remarks>
internal sealed class Tester
{
    private static readonly Lazy<Tester?> TheOne = new(Connect);

    private readonly Socket _socket;
    private readonly Lock _sending = new();
    private readonly MessageWriter _writer = new();
    private readonly ConcurrentDictionary<long, Report> _reports = [];
    private long _crossings;
    private long _transactions;
    private volatile bool _lost;

    private Tester(Socket socket) => _socket = socket;

    /// <summary>The tester of this process; null when nobody asked for one or it was not there.</summary>
    public static Tester? Current => TheOne.Value;

    /// <summary>A number for a transaction that has begun.</summary>
    public long NextTransaction() => Interlocked.Increment(ref _transactions);

    /// <summary>Tells that something is about to be done.</summary>
    /// <returns>Where the tester's words come; null when there is no tester any more.</returns>
    public Report? Arrive(Asked what, long transaction, string[] texts)
    {
        if (_lost)
            return null;
        var report = new Report(this, Interlocked.Increment(ref _crossings));
        _reports[report.Number] = report;
        if (!TrySend(Message.Arrive, report.Number, writer =>
            {
                writer.Byte((byte)what).Byte((byte)(RequestFlow.IsRequest ? 0 : 1)).Long(transaction).Int(Math.Min(texts.Length, Wire.MostTexts));
                foreach (var text in texts.AsSpan(0, Math.Min(texts.Length, Wire.MostTexts)))
                    writer.Text(text);
            }))
            return null;
        // Lost in between: nobody would ever answer.
        if (_lost)
            report.Put(Word.Lost);
        return report;
    }

    /// <summary>Tells that a transaction is over.</summary>
    public void Forget(long transaction)
    {
        if (transaction != 0 && !_lost)
            TrySend(Message.Forget, transaction, null);
    }

    internal bool TrySend(Message kind, long number, Action<MessageWriter>? content)
    {
        try
        {
            lock (_sending)
            {
                _writer.Begin(kind, number);
                content?.Invoke(_writer);
                var bytes = _writer.End();
                while (bytes.Length > 0)
                    bytes = bytes[_socket.Send(bytes, SocketFlags.None)..];
            }

            return true;
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            Lose(gone.Message);
            return false;
        }
    }

    internal void End(Report report) => _reports.TryRemove(report.Number, out _);

    private static Tester? Connect()
    {
        if (Setting.Read(Environment.GetEnvironmentVariable(Setting.Variable)) is not { } setting)
            return null;
        if (setting.Problem is { } problem)
            return Untapped(problem);
        var socket = setting.Address is IPEndPoint
            ? new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true }
            : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(setting.Address!);
        }
        catch (SocketException refused)
        {
            socket.Dispose();
            return Untapped($"nobody listens at {setting.Address} ({refused.Message})");
        }

        var tester = new Tester(socket);
        tester.TrySend(Message.Hello, 0, writer => writer.Byte(Wire.Version).Int(Environment.ProcessId).Text(setting.Side));
        // A thread of its own: an application whose pool is exhausted still gets its answers.
        new Thread(tester.Listen) { IsBackground = true, Name = "seatrial inside" }.Start();
        return tester;
    }

    private static Tester? Untapped(string why)
    {
        Console.Error.WriteLine($"seatrial: this process is not tapped: {why}.");
        return null;
    }

    [SuppressMessage("Design", "CA1031", Justification = "The end of a thread of ours must not be the end of the application.")]
    private void Listen()
    {
        try
        {
            var reader = new MessageReader();
            while (_socket.Receive(reader.Free.Span) is > 0 and var count)
            {
                reader.Filled(count);
                while (reader.TryRead(out var kind, out var number, out var content))
                    if (_reports.TryGetValue(number, out var report))
                        report.Put(Word.Of(kind, content));
            }

            Lose("it closed the connection");
        }
        catch (Exception failure)
        {
            Lose(failure.Message);
        }
    }

    private void Lose(string why)
    {
        lock (_sending)
        {
            if (_lost)
                return;
            _lost = true;
        }

        Console.Error.WriteLine($"seatrial: the tester has gone ({why}); this process goes on untapped.");
        _socket.Dispose();
        foreach (var report in _reports.Values)
            report.Put(Word.Lost);
    }
}
