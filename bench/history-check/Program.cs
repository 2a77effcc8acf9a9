using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Seatrial.Scenarios.Histories;
using Seatrial.Scenarios.Tests.Histories;

// A history of 100,000 operations by 20 processes on a few dozen objects, one operation in twenty without an answer, checked as
// a run checks it; and with one stale answer in it, found and made small. Then the yank flag's closed form against the search
// on the same small histories: what counts is the ratio within this run.
const int Operations = 100_000;
const int Turns = 5;
const int SmallHistories = 300;
const int MostStates = 2_000_000;

var honest = new RandomHistory(new Random(1)) { Operations = Operations, Processes = 20, Crates = 8, Versions = 6, Users = 4, Unanswered = 5 }.Next();
var (seconds, broken) = Measure(honest);
var (stale, found) = Measure(Stale(honest));
if (broken != 0 || found == 0)
{
    Console.Error.WriteLine($"The honest history has {broken} broken objects, and the one with a stale answer {found}: the check is wrong.");
    return 1;
}

var register = new BooleanRegister();
List<List<Entry<bool>>> small = [.. Enumerable.Range(0, SmallHistories).SelectMany(number => Objects.Of(new RandomHistory(new Random(number))
{
    Operations = 40, Processes = 10, Acts = [Act.Yank, Act.Unyank, Act.ReadYanked], Lies = 5,
}.Next()).YankFlags.Values)];
var (closed, search) = (new List<double>(), new List<double>());
for (var turn = 0; turn < Turns; turn++)
{
    closed.Add(Seconds(() => small.ForEach(entries => register.Check(entries))));
    search.Add(Seconds(() => small.ForEach(entries => LinearizabilitySearch.IsLegal(register, entries, MostStates))));
}

Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object>
{
    ["operations"] = honest.Operations.Count,
    ["objects"] = HistoryCheck.Of(honest).Count,
    ["seconds"] = Math.Round(seconds, 3),
    ["seconds_with_counterexample"] = Math.Round(stale, 3),
    ["closed_form_vs_search_ratio"] = Math.Round(Median(search) / Median(closed), 1),
    ["small_histories"] = small.Count,
    ["cores"] = Environment.ProcessorCount,
}));
return 0;

static (double Seconds, int Broken) Measure(History history)
{
    IReadOnlyList<ObjectVerdict> verdicts = [];
    // The first turn is the JIT's.
    var turns = Enumerable.Range(0, Turns + 1).Select(_ => Seconds(() => verdicts = HistoryCheck.Of(history))).Skip(1).ToList();
    var broken = verdicts.Count(verdict => verdict.Decision == Decision.Broken);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{history.Operations.Count} operations on {verdicts.Count} objects, {broken} broken: {string.Join(" ", turns.Select(turn => $"{turn:0.000}"))} s"));
    foreach (var verdict in verdicts.Where(verdict => verdict.Decision == Decision.Broken))
        Console.WriteLine($"  {verdict.Sentence}");
    return (Median(turns), broken);
}

// One read of a version, in the middle of the history, is answered as if it were not there.
static History Stale(History history)
{
    var operations = history.Operations.ToList();
    var middle = operations.FindIndex(operations.Count / 2, operation => operation is { Act: Act.ReadVersion, Checksum: not null });
    operations[middle] = operations[middle] with { Checksum = null };
    return history with { Operations = operations };
}

static double Seconds(Action action)
{
    var began = Stopwatch.GetTimestamp();
    action();
    return Stopwatch.GetElapsedTime(began).TotalSeconds;
}

static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
