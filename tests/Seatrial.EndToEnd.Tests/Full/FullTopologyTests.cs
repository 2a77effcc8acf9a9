using System.Runtime.Versioning;

namespace Seatrial.EndToEnd.Tests;

/// <summary>The full topology: the same catalogue with real parts, and nothing left behind.</summary>
[Collection("full topology")]
[SupportedOSPlatform("linux")]
public sealed class FullTopologyTests
{
    [Fact]
    public async Task The_whole_catalogue_has_the_verdicts_of_the_embedded_topology_and_nothing_is_left_behind()
    {
        // A place of its own, since other tests have topologies at the same time; its servers run as other users and must get through it.
        var temporary = Directory.CreateTempSubdirectory("seatrial-own-").FullName;
        if (OperatingSystem.IsLinux())
            File.SetUnixFileMode(temporary, File.GetUnixFileMode(temporary) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        using var full = new Tool();
        var run = await Tool.CommandAsync(["run", "--topology", "full", "--out", full.Out], temporary: temporary);
        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        Assert.All(full.Verdicts(), verdict => Assert.Equal("Pass", verdict.Value));
        Assert.Equal("full", full.Summary().GetProperty("topology").GetString());
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary));
        Directory.Delete(temporary);
    }
}
