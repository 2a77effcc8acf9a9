using Seatrial.Faults.Kinds;
using Seatrial.Record;

namespace Seatrial.Faults.Tests;

public sealed class WatchTests
{
    private readonly Watch _watch = new(TimeProvider.System);

    [Fact]
    public void A_crossing_is_known_by_what_it_does_and_how_often_that_was_seen()
    {
        var tap = new Tap(_watch, Boundary.RegistryDatabase, "registry");
        tap.Arrive("SELECT crates", "", Traits.None);
        tap.Arrive("INSERT versions", "INSERT crates", Traits.InTransaction);
        tap.Arrive("SELECT crates", "", Traits.None);
        Assert.Equal(
            ["registry-database registry SELECT crates #1", "registry-database registry INSERT versions in INSERT crates #1", "registry-database registry SELECT crates #2"],
            _watch.Recording.Crossings.Select(crossing => crossing.Id));
    }

    [Fact]
    public void What_another_process_does_in_between_does_not_rename_a_crossing()
    {
        var (registry, worker) = (new Tap(_watch, Boundary.RegistryDatabase, "registry"), new Tap(_watch, Boundary.RegistryDatabase, "worker"));
        var alone = registry.Arrive("COMMIT", "INSERT crates", Traits.Commits).Crossing;
        _watch.Record(Names.None);
        worker.Arrive("COMMIT", "INSERT crates", Traits.Commits);
        registry.Arrive("COMMIT", "UPDATE jobs", Traits.Commits);
        Assert.True(alone.Is(registry.Arrive("COMMIT", "INSERT crates", Traits.Commits).Crossing));
    }

    [Fact]
    public void Which_of_two_replicas_was_asked_does_not_rename_a_crossing()
    {
        var (one, other) = (new Tap(_watch, Boundary.RegistryDatabase, "registry"), new Tap(_watch, Boundary.RegistryDatabase, "registry") { ProcessId = () => 2 });
        one.Arrive("COMMIT", "", Traits.Commits);
        Assert.Equal(2, other.Arrive("COMMIT", "", Traits.Commits).Crossing.Occurrence);
    }

    [Fact]
    public void A_fault_takes_its_crossing_once_and_counts_it()
    {
        var tap = new Tap(_watch, Boundary.RegistryStorage, "registry");
        var second = new Crossing(Boundary.RegistryStorage, "registry", "PutObject", "", 2);
        var fault = _watch.Arm(new Fault(new Error(), second));
        Assert.Null(tap.Arrive("PutObject", "", Traits.Writes).Fault);
        Assert.Equal(0, fault.Times);
        Assert.Same(fault, tap.Arrive("PutObject", "", Traits.Writes).Fault);
        Assert.Null(tap.Arrive("PutObject", "", Traits.Writes).Fault);
        _watch.Record(Names.None);
        tap.Arrive("PutObject", "", Traits.Writes);
        Assert.Null(tap.Arrive("PutObject", "", Traits.Writes).Fault);
        Assert.Equal(1, fault.Times);
    }

    [Fact]
    public void A_sticky_fault_takes_all_later_ones_until_it_is_healed()
    {
        var tap = new Tap(_watch, Boundary.RegistryStorage, "registry");
        var fault = _watch.Arm(new Fault(new Error(), new Crossing(Boundary.RegistryStorage, "registry", "PutObject", "", 1)) { Sticky = true });
        Assert.NotNull(tap.Arrive("PutObject", "", Traits.Writes).Fault);
        Assert.NotNull(tap.Arrive("PutObject", "", Traits.Writes).Fault);
        Assert.Null(tap.Arrive("GetObject", "", Traits.None).Fault);
        fault.Heal();
        Assert.Null(tap.Arrive("PutObject", "", Traits.Writes).Fault);
        Assert.Equal(2, fault.Times);
    }

    [Fact]
    public void A_silent_repeat_is_the_same_crossing_again_and_only_a_sticky_fault_takes_it()
    {
        var tap = new Tap(_watch, Boundary.RegistryStorage, "registry");
        var first = new Crossing(Boundary.RegistryStorage, "registry", "PutObject", "", 1);
        foreach (var sticky in new[] { false, true })
        {
            _watch.Record(Names.None);
            using var fault = _watch.Arm(new Fault(new Error(), first) { Sticky = sticky });
            var crossing = tap.Arrive("PutObject", "", Traits.Writes).Crossing;
            Assert.Equal(sticky, tap.ArriveAgain(crossing).Fault == fault);
            Assert.Equal(sticky ? 2 : 1, fault.Times);
            Assert.Equal(2, tap.Arrive("PutObject", "", Traits.Writes).Crossing.Occurrence);
            Assert.Equal((2, 1), (_watch.Recording.Crossings.Count, _watch.Recording.Repeats));
        }
    }

    [Fact]
    public void Fresh_names_become_placeholders_and_the_longest_wins()
    {
        var names = new Names([("demo", "{crate}"), ("demo-sys", "{other}"), ("1.0.0", "{version}")]);
        Assert.Equal("crates/{crate}/{crate}-{version}.crate and {other}", names.Normalise("crates/demo/demo-1.0.0.crate and demo-sys"));
    }

    [Fact]
    public void Crossings_past_the_bound_are_counted_and_not_kept()
    {
        var tap = new Tap(_watch, Boundary.RegistryStorage, "registry");
        for (var i = 0; i < Recording.MostKept + 3; i++)
            tap.Arrive("GetObject", "", Traits.None);
        Assert.Equal(Recording.MostKept, _watch.Recording.Crossings.Count);
        Assert.Equal(3, _watch.Recording.Dropped);
    }
}
