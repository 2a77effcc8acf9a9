using Seatrial.Record;
using Seatrial.Reports.Page;

namespace Seatrial.EndToEnd.Tests.Defects;

/// <summary>Proof of teeth: each planted defect is caught by the check that it names, and the registry without it passes the same scenarios and cases of the same sweeps.</summary>
public sealed class DefectTests(Hunts hunts) : IClassFixture<Hunts>
{
    public static TheoryData<string> Planted => [.. Hunts.Planted.Select(defect => defect.Name)];

    public static TheoryData<string> Swept => [.. Hunts.Swept.Keys];

    public static TheoryData<string> Histories => [.. Hunts.Histories.Keys];

    public static TheoryData<string> Untold => [.. Hunts.Planted.Where(defect => defect.Verb == "history").Select(defect => defect.Name)];

    [Theory]
    [MemberData(nameof(Planted))]
    public void A_planted_defect_is_caught_by_the_check_that_it_names(string name)
    {
        var (defect, hunt) = (Hunts.Planted.Single(one => one.Name == name), hunts[name]);
        Assert.True(hunt.Findings.Contains(defect.Finding),
            $"`{defect.Command}` must find {defect.Finding}; it found {(hunt.IsGreen ? "nothing" : string.Join('\n', hunt.Details.Take(20)))}");
    }

    [Theory]
    [MemberData(nameof(Swept))]
    public void Cases_of_the_same_sweep_of_the_registry_as_it_is_find_nothing(string workflow) =>
        Assert.True(hunts[workflow].IsGreen, string.Join('\n', hunts[workflow].Details));

    [Theory]
    [MemberData(nameof(Histories))]
    public void The_same_histories_of_the_registry_as_it_is_have_an_order(string command) =>
        Assert.True(hunts[command] is { IsGreen: true, History.Verdict: Verdict.Pass }, string.Join('\n', hunts[command].Details));

    [Theory]
    [MemberData(nameof(Untold))]
    public void What_has_no_order_is_said_in_one_sentence_and_drawn_with_the_faults_meanwhile(string name)
    {
        var history = hunts[name].History!;
        var drawn = TimelineText.Of(history);
        Assert.InRange(history.Counterexample.Count, 1, 12);
        Assert.All(history.Counterexample, operation => Assert.Contains($"{operation.Process}: {operation.Words}", drawn, StringComparison.Ordinal));
        Assert.EndsWith(".", history.Sentence, StringComparison.Ordinal);
        Assert.Contains(history.Counterexample, operation => operation.Violating && history.Sentence.Contains(operation.Process, StringComparison.Ordinal));
        Assert.All(history.Marks, mark => Assert.Contains($"fault: {mark.Words}", drawn, StringComparison.Ordinal));
        Assert.All(history.Marks, mark => Assert.Contains(mark.Words, history.Sentence, StringComparison.Ordinal));
        // This one does harm under a fault only.
        Assert.True(name != "outage-is-old-answer" || history.Marks.Count > 0, history.Sentence);
    }

    [Fact]
    public async Task The_same_scenarios_pass_against_the_registry_as_it_is()
    {
        var run = await Hunt.Run(() => RegistryProcess.StartAsync(), [.. Hunts.Scenarios]);
        Assert.True(run.IsGreen, string.Join('\n', run.Details));
    }

    [Fact]
    public async Task The_page_tells_of_this_run()
    {
        Assert.SkipWhen(Hunts.Planted.Count < PlantedDefect.All.Count, $"{Hunts.OnlyVariable} leaves some out.");
        if (Environment.GetEnvironmentVariable("SEATRIAL_UPDATE_DOCS") == "1")
            await File.WriteAllTextAsync(DefectsPage.File, DefectsPage.Of(hunts));
        Assert.Equal(DefectsPage.WithoutTimes(DefectsPage.Of(hunts)), DefectsPage.WithoutTimes(await File.ReadAllTextAsync(DefectsPage.File)));
    }
}
