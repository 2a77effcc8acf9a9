namespace Seatrial.EndToEnd.Tests;

public sealed class FindingTests
{
    [Fact]
    public async Task A_finding_names_the_rule_and_the_boundary_in_the_summary_and_on_the_screen()
    {
        using var tool = new Tool();
        await using var registry = await RegistryProcess.StartWithDefectAsync("yank-not-written");

        var run = await tool.RunAsync("publish/yank", "--registry", registry.Index, "--token", registry.AdminToken);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("fail", tool.Summary().GetProperty("verdict").GetString());
        var findings = tool.Summary().GetProperty("findings").EnumerateArray().ToArray();
        Assert.Contains(findings, finding => finding.GetProperty("rules").EnumerateArray().Any(cited => cited.GetString() == "API-YANK-04"));
        Assert.All(findings, finding => Assert.Equal("client-registry", finding.GetProperty("boundary").GetString()));
        Assert.Contains("API-YANK-04", run.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("client↔registry", run.StandardOutput, StringComparison.Ordinal);
    }
}
