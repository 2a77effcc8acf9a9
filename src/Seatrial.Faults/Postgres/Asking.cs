using System.Net.Sockets;
using System.Text;

namespace Seatrial.Faults.Postgres;

/// <summary>What a client sends: messages as they come, the statements in them, and how far they have been passed on.</summary>
internal sealed class Asking(Commands commands, Answering answering) : IDisposable
{
    // Names of statements and portals have 63 bytes. A text is known by its first part, if it is as long as this.
    private const int MostNames = 1_024;
    private const int MostText = 64 * 1024;

    // How much waits for the end of its segment; more goes on, and is known to be followed by more.
    private const int MostUndecided = 128 * 1024;

    private const int MostPortals = 1_000;

    private static readonly Command s_unknown = Command.Of("");
    private static readonly Command s_function = Command.Of("CALL");

    private readonly Dictionary<byte[], Command> _statements = new(Bytes.Comparer);
    private readonly Dictionary<byte[], Command> _portals = new(Bytes.Comparer);
    private readonly List<Ask> _asks = [];
    private readonly Queue<(long Through, byte Type)> _expected = new();
    private Command _statement = s_unknown;
    private Command _portal = s_unknown;
    private long _parsed;
    private long _segment;
    private int _executes;
    private int _parses;
    private int _binds;

    /// <summary>What has been read and not been passed on.</summary>
    public Window Window { get; } = new();

    /// <summary>Up to where it has been passed on.</summary>
    public long Sent { get; private set; }

    /// <summary>The statements that were asked for and are not decided.</summary>
    public List<Ask> Asks => _asks;

    /// <summary>Behind the last end of copied data, and behind the last Sync.</summary>
    public (long CopyDone, long Sync) Last { get; private set; }

    /// <summary>Whether anything follows a position, be it the beginning of a message.</summary>
    public bool HasMore(long position) => Window.End > position;

    /// <summary>Whether all up to a position has come.</summary>
    public bool HasAllTo(long position) => Window.End >= position;

    /// <summary>Whether nothing is to be answered before a statement that has not been passed on.</summary>
    public bool HasSentAllBefore(Ask ask) => !_expected.TryPeek(out var first) || first.Through > ask.Start;

    /// <summary>Reads all messages that are there.</summary>
    public void Parse()
    {
        while (ParseOne())
        {
        }
    }

    /// <summary>
    /// Whether what is known of the last statement is all that will be: what follows it in the same write decides on what it is.
    /// </summary>
    public bool IsDecided(Ask last) =>
        Window.End - Window.Start >= MostUndecided
        || (last.Through is { } through && (!last.Command.Begins || !HasMore(through)));

    /// <summary>Up to where all can be passed on: what is not decided is held back, and what is not understood yet.</summary>
    public long Passable => _asks.Count > 0 ? _asks[0].Start : Math.Min(_parsed, Window.End);

    /// <summary>Passes on what came, up to a position, with bytes of our own before it.</summary>
    public void Send(Socket server, long to, ReadOnlySpan<byte> before = default)
    {
        if (to <= Sent)
            return;
        while (_expected.TryPeek(out var one) && one.Through <= to)
            answering.Expect(_expected.Dequeue().Type);
        var bytes = Window.Slice(Sent, to);
        Sent = to;
        Wire.Send(server, before.IsEmpty ? bytes : [.. before, .. bytes]);
    }

    /// <summary>Leaves out what came, up to a position: something else was sent in its place.</summary>
    public void Skip(long to)
    {
        while (_expected.TryPeek(out var one) && one.Through <= to)
            _expected.Dequeue();
        Sent = Math.Max(Sent, to);
    }

    /// <summary>Forgets what has been passed on.</summary>
    public void Forget() => Window.Drop(Sent);

    public void Dispose() => Window.Dispose();

    private bool ParseOne()
    {
        // What is skipped of a long message may not have come yet.
        if (_parsed + Message.Header > Window.End)
            return false;
        var bytes = Window.From(_parsed);
        var length = Message.Length(bytes);
        var type = bytes[0];
        var needed = type switch
        {
            Message.Query or Message.Parse => Math.Min(length, MostText),
            Message.Bind or Message.Execute or Message.Close => Math.Min(length, MostNames),
            // All of it, so that what it ends has an end.
            Message.Sync or Message.Flush or Message.CopyDone => length,
            _ => Message.Header,
        };
        if (bytes.Length < needed)
            return false;
        Take(type, bytes[Message.Header..needed], _parsed, _parsed + length);
        _parsed += length;
        return true;
    }

    private void Take(byte type, ReadOnlySpan<byte> body, long start, long end)
    {
        switch (type)
        {
            case Message.Query:
                EndSegment(end, type);
                Asked(commands.Of(Text(body)), start, end, isSimple: true);
                _segment++;
                break;
            case Message.Parse:
                var name = Text(body);
                var command = commands.Of(Text(body[Math.Min(name.Length + 1, body.Length)..]));
                if (name.IsEmpty)
                    _statement = command;
                else
                    _statements.GetAlternateLookup<ReadOnlySpan<byte>>()[name] = command;
                _parses++;
                break;
            case Message.Bind:
                var portal = Text(body);
                var statement = Text(body[Math.Min(portal.Length + 1, body.Length)..]);
                var bound = statement.IsEmpty ? _statement : Known(_statements, statement);
                if (portal.IsEmpty)
                    _portal = bound;
                else
                    _portals.GetAlternateLookup<ReadOnlySpan<byte>>()[portal] = bound;
                _binds++;
                break;
            case Message.Execute:
                var executed = Text(body);
                Asked(executed.IsEmpty ? _portal : Known(_portals, executed), start, end, isSimple: false);
                _executes++;
                break;
            case Message.FunctionCall:
                EndSegment(end, type);
                Asked(s_function, start, end, isSimple: true);
                _segment++;
                break;
            case Message.Close when body.Length > 0:
                (body[0] == (byte)'S' ? _statements : _portals).GetAlternateLookup<ReadOnlySpan<byte>>().Remove(Text(body[1..]));
                break;
            case Message.Sync:
                // The server ignores it while it takes data.
                if (answering.IsCopyingIn)
                    break;
                EndSegment(end, type);
                _segment++;
                Last = (Last.CopyDone, end);
                break;
            case Message.Flush:
                foreach (var ask in _asks)
                    if (ask.Segment == _segment && ask.Through is null)
                        (ask.Through, ask.IsFlushed) = (end, true);
                break;
            case Message.CopyDone or Message.CopyFail:
                answering.EndCopyIn();
                Last = (end, Last.Sync);
                break;
        }
    }

    private void Asked(Command command, long start, long end, bool isSimple)
    {
        _asks.Add(new Ask(command, start, end, isSimple, _segment, _executes, _parses, _binds));
        if (command.Drops is not { } dropped)
            return;
        if (dropped == "*")
            _statements.Clear();
        else
            _statements.Remove(Encoding.UTF8.GetBytes(dropped));
    }

    // One ReadyForQuery will come for it.
    private void EndSegment(long end, byte type)
    {
        _expected.Enqueue((end, type));
        foreach (var ask in _asks)
            if (ask.Segment == _segment)
                ask.Through ??= end;
        (_executes, _parses, _binds) = (0, 0, 0);
        // Portals end with their transaction; a client that numbers them would else fill the memory.
        if (_portals.Count > MostPortals)
            _portals.Clear();
    }

    private static Command Known(Dictionary<byte[], Command> names, ReadOnlySpan<byte> name) =>
        names.GetAlternateLookup<ReadOnlySpan<byte>>().TryGetValue(name, out var command) ? command : s_unknown;

    private static ReadOnlySpan<byte> Text(ReadOnlySpan<byte> bytes) => bytes.IndexOf((byte)0) is >= 0 and var end ? bytes[..end] : bytes;
}
