namespace Seatrial.EndToEnd.Tests;

/// <summary>Proof of teeth: a registry with a planted defect turns the run red, and the finding names the rule and the boundary.</summary>
public sealed class DefectTests
{
    [Theory]
    [InlineData("wrong-index-checksum", "IDX-08")]
    [InlineData("yank-not-written", "API-YANK-04")]
    [InlineData("ownership-not-checked", "API-PUB-05")]
    public async Task A_planted_defect_is_found(string defect, string rule)
    {
        using var tool = new Tool();
        await using var registry = await RegistryProcess.StartWithDefectAsync(defect);

        var run = await tool.RunAsync("--registry", registry.Index, "--token", registry.AdminToken);

        Assert.Equal(1, run.ExitCode);
        Assert.Equal("fail", tool.Summary().GetProperty("verdict").GetString());
        var findings = tool.Summary().GetProperty("findings").EnumerateArray().ToArray();
        Assert.Contains(findings, finding => finding.GetProperty("rules").EnumerateArray().Any(cited => cited.GetString() == rule));
        Assert.All(findings, finding => Assert.Equal("client-registry", finding.GetProperty("boundary").GetString()));
        Assert.Contains(rule, run.StandardOutput, StringComparison.Ordinal);
        Assert.Contains("client↔registry", run.StandardOutput, StringComparison.Ordinal);
    }
}
