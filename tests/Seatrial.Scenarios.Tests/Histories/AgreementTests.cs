using Seatrial.Scenarios.Histories;

namespace Seatrial.Scenarios.Tests.Histories;

/// <summary>
/// The closed forms against the search, which knows nothing of them, on thousands of small histories of honest and of
/// dishonest registries. A disagreement is a bug in one of them.
/// </summary>
public sealed class AgreementTests
{
    private const int Histories = 2500;
    private const int MostStates = 200_000;

    private static readonly Dictionary<ObjectKind, Act[]> Acts = new()
    {
        [ObjectKind.Version] = [Act.Publish, Act.ReadVersion, Act.ReadVersion, Act.Download],
        [ObjectKind.YankFlag] = [Act.Yank, Act.Unyank, Act.ReadYanked, Act.ReadYanked],
        [ObjectKind.Owner] = [Act.AddOwner, Act.RemoveOwner, Act.ReadOwners, Act.ReadOwners],
        [ObjectKind.LastOwner] = [Act.AddOwner, Act.RemoveOwner, Act.RemoveOwner, Act.ReadOwners],
        [ObjectKind.Downloads] = [Act.Publish, Act.Download, Act.Download, Act.Download, Act.ReadCount, Act.ReadCount],
        [ObjectKind.Index] = [Act.Publish, Act.Publish, Act.ReadIndex, Act.ReadIndex],
    };

    public static TheoryData<ObjectKind, int> All
    {
        get
        {
            var all = new TheoryData<ObjectKind, int>();
            foreach (var kind in Acts.Keys)
                foreach (var lies in new[] { 0, 15 })
                    all.Add(kind, lies);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_closed_form_and_the_search_agree(ObjectKind kind, int lies)
    {
        var (legal, illegal, missed, open) = (0, 0, 0, 0);
        for (var number = 0; number < Histories; number++)
        {
            var seed = Seeds.For((ulong)number, $"{kind} {lies}");
            foreach (var (closed, searched) in Both(kind, Of(kind, lies, seed)))
            {
                if (closed is Judgement.NotDecided || searched is null)
                    open++;
                else if (closed is Judgement.Legal == searched)
                    _ = searched.Value ? legal++ : illegal++;
                else if (kind == ObjectKind.LastOwner && closed is Judgement.Legal)
                    missed++;
                else
                    Assert.Fail($"History {number} of {kind}: the closed form says {closed}, the search says {(searched.Value ? "legal" : "illegal")}.");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{kind}, {lies} lies of 100 answers: {legal} legal, {illegal} illegal, {missed} found by the search only, {open} not decided");
        Assert.InRange(legal, Histories / 10, int.MaxValue);
        Assert.InRange(open, 0, Histories / 100);
        if (lies == 0)
            Assert.Equal(0, illegal + missed);
        else
            Assert.InRange(illegal, Histories / 25, int.MaxValue);
        // What two users together break is seen by the search only: see LastOwner.
        Assert.InRange(missed, 0, illegal / 2);
    }

    [Fact]
    public void They_agree_on_a_flag_some_of_whose_writes_are_relaxed()
    {
        var registryObject = new BooleanRegister();
        for (var number = 0; number < Histories; number++)
        {
            var chance = new Random(Seeds.For((ulong)number, "relaxed"));
            var objects = Objects.Of(Of(ObjectKind.YankFlag, 15, chance.Next()).Next());
            foreach (var entries in objects.YankFlags.Values)
            {
                List<Entry<bool>> relaxed = [.. entries.Select(entry => entry.Writes && chance.Next(2) == 0 ? entry.Relaxed : entry)];
                Assert.Equal(LinearizabilitySearch.IsLegal(registryObject, relaxed, MostStates), registryObject.Check(relaxed) is Judgement.Legal);
            }
        }
    }

    private static RandomHistory Of(ObjectKind kind, int lies, int seed)
    {
        var chance = new Random(seed);
        return new RandomHistory(chance)
        {
            Acts = Acts[kind],
            Processes = chance.Next(1, 7),
            Operations = chance.Next(3, 17),
            Versions = kind == ObjectKind.Index ? 5 : 1,
            Unanswered = chance.Next(3) * 15,
            Lagging = chance.Next(3) == 0 ? 40 : 0,
            Lies = lies,
            Settles = chance.Next(2) == 0,
        };
    }

    private static IEnumerable<(Judgement Closed, bool? Searched)> Both(ObjectKind kind, RandomHistory random)
    {
        var objects = Objects.Of(Resolution.Of(random.Next()));
        return kind switch
        {
            ObjectKind.Version => Both(new SetOnceRegister(), objects.Versions.Values),
            ObjectKind.YankFlag => Both(new BooleanRegister(), objects.YankFlags.Values),
            ObjectKind.Owner => Both(new BooleanRegister(), objects.Owners.Values),
            ObjectKind.LastOwner => Both(new LastOwner(), objects.LastOwners.Values),
            ObjectKind.Downloads => Both(new BoundedCounter(), objects.Downloads.Values),
            _ => Both(new AppendOnlyList(), objects.Indexes.Values),
        };
    }

    private static IEnumerable<(Judgement, bool?)> Both<T, TState>(RegistryObject<T, TState> registryObject, IEnumerable<List<Entry<T>>> objects) =>
        objects.Select(entries => (registryObject.Check(entries), LinearizabilitySearch.IsLegal(registryObject, entries, MostStates)));
}
