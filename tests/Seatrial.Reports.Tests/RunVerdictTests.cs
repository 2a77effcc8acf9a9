using Seatrial.Record;

namespace Seatrial.Reports.Tests;

public sealed class RunVerdictTests
{
    [Theory]
    [InlineData(Verdict.Pass, Verdict.Pass)]
    [InlineData(Verdict.Pass, Verdict.Pass, Verdict.Inapplicable, Verdict.Disabled)]
    [InlineData(Verdict.Fail, Verdict.Pass, Verdict.Hollow, Verdict.HarnessError, Verdict.Fail)]
    [InlineData(Verdict.HarnessError, Verdict.Pass, Verdict.Hollow, Verdict.HarnessError)]
    [InlineData(Verdict.Hollow, Verdict.Pass, Verdict.Hollow)]
    [InlineData(Verdict.Hollow, Verdict.Pass, Verdict.Unstable)]
    [InlineData(Verdict.Hollow, Verdict.Inapplicable)]
    [InlineData(Verdict.Hollow)]
    public void The_worst_news_of_the_scenarios_is_the_verdict_of_the_run(Verdict expected, params Verdict[] scenarios) =>
        Assert.Equal(expected, RunVerdict.Of(scenarios, interrupted: false));

    [Fact]
    public void An_interrupted_run_is_no_pass_even_when_all_before_it_passed() =>
        Assert.Equal(Verdict.HarnessError, RunVerdict.Of([Verdict.Pass], interrupted: true));

    [Fact]
    public void A_failure_seen_before_an_interruption_stays_a_failure() =>
        Assert.Equal(Verdict.Fail, RunVerdict.Of([Verdict.Fail], interrupted: true));

    [Theory]
    [InlineData(Verdict.Pass, 0)]
    [InlineData(Verdict.Fail, 1)]
    [InlineData(Verdict.HarnessError, 3)]
    [InlineData(Verdict.Hollow, 4)]
    public void Each_verdict_of_a_run_has_its_exit_code(Verdict verdict, int code) => Assert.Equal(code, RunVerdict.ExitCode(verdict));

    [Fact]
    public void A_verdict_that_no_run_has_has_no_exit_code() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RunVerdict.ExitCode(Verdict.Disabled));
}
