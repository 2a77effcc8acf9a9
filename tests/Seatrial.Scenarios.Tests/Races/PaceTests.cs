using Seatrial.Scenarios.Races;

namespace Seatrial.Scenarios.Tests.Races;

public sealed class PaceTests
{
    [Fact]
    public void Whoever_is_far_behind_leaves_actions_out_until_the_others_are_near()
    {
        var pace = new Pace();
        Assert.False(pace.LeavesOut(100));
        Assert.True(pace.LeavesOut(0));
        Assert.True(pace.LeavesOut(83));
        Assert.False(pace.LeavesOut(84));
    }

    [Fact]
    public void Whoever_is_near_or_first_leaves_nothing_out()
    {
        var pace = new Pace();
        Assert.All(Enumerable.Range(0, 50), action => Assert.False(pace.LeavesOut(action)));
        Assert.False(pace.LeavesOut(40));
    }
}
