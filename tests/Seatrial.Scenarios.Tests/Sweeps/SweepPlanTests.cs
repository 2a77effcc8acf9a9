using Seatrial.Faults;
using Seatrial.Faults.Kinds;
using Seatrial.Record;
using Seatrial.Scenarios.Sweeps;

namespace Seatrial.Scenarios.Tests.Sweeps;

/// <summary>What a sweep tries, on recordings that are a few crossings of a tap.</summary>
public sealed class SweepPlanTests
{
    private static readonly Workflow s_publish = Workflow.Named("publish")!;
    private static readonly FaultKind s_error = FaultKind.Named("error")!;

    [Fact]
    public void Each_crossing_of_both_recordings_is_tried_and_must_be_reached()
    {
        var plan = Plan(["a", "b"], ["a", "b"], []);

        Assert.Equal(["a", "b"], plan.Cases.Select(one => one.Crossing.Operation));
        Assert.All(plan.Crossings, one => Assert.Null(one.Unstable));
        Assert.False(plan.GiveUp(plan.Cases[0]));
        Assert.False(plan.IsGivenUp(plan.Cases[0]));
        Assert.Empty(plan.Pruned);
    }

    [Theory]
    [InlineData(new[] { "a", "b" }, new[] { "a" })]
    [InlineData(new[] { "a" }, new[] { "a", "b" })]
    public void A_crossing_of_one_recording_is_tried_too_and_left_out_when_it_does_not_come(string[] first, string[] second)
    {
        var plan = Plan(first, second, []);
        var unstable = plan.Cases.Single(one => one.Crossing.Operation == "b");

        Assert.NotNull(plan.Crossings.Single(one => one.Crossing.Operation == "b").Unstable);
        Assert.True(plan.GiveUp(unstable));
        Assert.True(plan.IsGivenUp(unstable));
        Assert.Equal("b", Assert.Single(plan.Pruned).Crossing.Operation);
    }

    [Fact]
    public void What_the_registry_does_at_rest_too_is_left_out_by_a_rule()
    {
        var plan = Plan(["a", "b"], ["a", "b"], ["b"]);

        Assert.Equal("a", Assert.Single(plan.Cases).Crossing.Operation);
        Assert.Equal("b", Assert.Single(plan.Pruned).Crossing.Operation);
    }

    [Fact]
    public void A_crossing_that_appears_under_a_fault_is_tried_once_and_left_out_when_it_does_not_come_again()
    {
        var plan = Plan(["a"], ["a"], []);
        var found = Recorded("a", "new").Crossings[1];

        var under = Assert.Single(plan.Discover(found, plan.Cases[0])!);

        Assert.Null(plan.Discover(found, plan.Cases[0]));
        Assert.Null(plan.Discover(plan.Cases[0].Crossing, plan.Cases[0]));
        Assert.True(plan.GiveUp(under));
        Assert.Equal("new", Assert.Single(plan.Pruned).Crossing.Operation);
    }

    private static SweepPlan Plan(string[] first, string[] second, string[] atRest) =>
        new(s_publish, Recorded(first), Recorded(second), Recorded(atRest), [s_error], _ => true);

    private static Recording Recorded(params string[] operations)
    {
        var watch = new Watch(TimeProvider.System);
        var recording = watch.Record(Names.None);
        var tap = new Tap(watch, Boundary.RegistryDatabase, "registry");
        foreach (var operation in operations)
            tap.Arrive(operation, "", Traits.Writes);
        return recording;
    }
}
