using Seatrial.Record;

namespace Seatrial.Scenarios.Histories;

/// <summary>Writes down a history while it happens, from any number of threads.</summary>
/// <remarks>
/// For each operation: <see cref="Begin"/> before the question is sent, and <see cref="Call.End"/> after the answer came. Both
/// take the time, so the operation took effect between them. A call that is never ended stays unknown for ever.
/// <code>
/// var recorder = new HistoryRecorder(clock);
/// var call = recorder.Begin("A", Act.Publish, new Key("c", "1.0.0"), checksum: package.Checksum.Text);
/// var answer = await registry.Publish(package, user);
/// call.End(answer.IsSuccess ? OperationOutcome.Ok : answer.Status == 409 ? OperationOutcome.Conflict : OperationOutcome.Unknown);
/// </code>
/// </remarks>
public sealed class HistoryRecorder(TimeProvider clock)
{
    /// <summary>More operations than any race makes; what comes after is counted only, so that memory has a bound.</summary>
    public const int MostOperations = 1_000_000;

    /// <summary>More names than the lists of any race hold together; a read beyond is counted as dropped.</summary>
    public const int MostNames = 5_000_000;

    private readonly Lock _lock = new();
    private readonly long _began = clock.GetTimestamp();
    private readonly List<Call> _calls = [];
    private readonly List<FaultMark> _marks = [];
    private long? _settled;
    private long _names;
    private long _dropped;

    /// <summary>An operation begins: call it just before the question is sent.</summary>
    /// <param name="process">Who asks.</param>
    /// <param name="act">What for.</param>
    /// <param name="key">What it is about.</param>
    /// <param name="view">Where a read looks; the API when absent.</param>
    /// <param name="checksum">What a publish writes.</param>
    public Call Begin(string process, Act act, Key key, View? view = null, string? checksum = null)
    {
        lock (_lock)
        {
            var call = new Call(this, new Operation
            {
                Process = process,
                Act = act,
                Key = key,
                View = view ?? View.Api,
                Checksum = checksum,
                Invoked = Now,
            });
            if (_calls.Count < MostOperations)
                _calls.Add(call);
            else
                _dropped++;
            return call;
        }
    }

    /// <summary>A fault is at work until what is given back is disposed of.</summary>
    /// <param name="words">The fault, such as <c>cut-after on COMMIT</c>.</param>
    public IDisposable Mark(string words)
    {
        lock (_lock)
        {
            var place = _marks.Count;
            _marks.Add(new FaultMark(words, Now, null));
            return new Healing(this, place);
        }
    }

    /// <summary>The registry has come to rest: see <see cref="History.Settled"/>. Only reads may follow.</summary>
    public void Settle()
    {
        lock (_lock)
            _settled = Now;
    }

    /// <summary>What was written down so far.</summary>
    public History ToHistory()
    {
        lock (_lock)
            return new History([.. _calls.Select(call => call.Operation)], [.. _marks]) { Settled = _settled, Dropped = _dropped };
    }

    private long Now => clock.GetElapsedTime(_began).Ticks;

    private void End(Call call, Func<Operation, Operation> with)
    {
        lock (_lock)
        {
            if (call.Operation.Returned is not null)
                throw new InvalidOperationException($"The operation {call.Operation.Act} of {call.Operation.Process} was ended twice.");
            var ended = with(call.Operation) with { Returned = Now };
            _names += ended.Names.Count;
            if (_names > MostNames)
                _dropped++;
            else
                call.Operation = ended;
        }
    }

    private void Heal(int place)
    {
        lock (_lock)
            _marks[place] = _marks[place] with { Until = _marks[place].Until ?? Now };
    }

    /// <summary>An operation under way. It is ended once, by whichever of these says what came.</summary>
    public sealed class Call
    {
        private readonly HistoryRecorder _recorder;

        internal Call(HistoryRecorder recorder, Operation operation) => (_recorder, Operation) = (recorder, operation);

        internal Operation Operation { get; set; }

        /// <summary>A write was answered; or a read was not, or not with what it asked for.</summary>
        public void End(OperationOutcome outcome) => _recorder.End(this, operation => operation with { Outcome = outcome });

        /// <summary>A version was read or downloaded.</summary>
        /// <param name="checksum">Its checksum; null when the answer was that there is no such version.</param>
        public void Saw(string? checksum) => _recorder.End(this, operation => operation with { Outcome = OperationOutcome.Ok, Checksum = checksum });

        /// <summary>The yank flag was read.</summary>
        public void Saw(bool yanked) => _recorder.End(this, operation => operation with { Outcome = OperationOutcome.Ok, Flag = yanked });

        /// <summary>The number of downloads was read.</summary>
        public void Saw(long count) => _recorder.End(this, operation => operation with { Outcome = OperationOutcome.Ok, Count = count });

        /// <summary>The owners, or the versions of an index file in their order, were read.</summary>
        public void Saw(IReadOnlyList<string> names) => _recorder.End(this, operation => operation with { Outcome = OperationOutcome.Ok, Names = names });
    }

    private sealed class Healing(HistoryRecorder recorder, int place) : IDisposable
    {
        public void Dispose() => recorder.Heal(place);
    }
}
