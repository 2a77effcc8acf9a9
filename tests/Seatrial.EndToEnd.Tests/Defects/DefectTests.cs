namespace Seatrial.EndToEnd.Tests.Defects;

/// <summary>Proof of teeth: each planted defect is caught by the check that it names, and the registry without it passes the same scenarios and cases of the same sweeps.</summary>
public sealed class DefectTests(Hunts hunts) : IClassFixture<Hunts>
{
    public static TheoryData<string> Planted => [.. Hunts.Planted.Select(defect => defect.Name)];

    public static TheoryData<string> Swept => [.. Hunts.Swept.Keys];

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
