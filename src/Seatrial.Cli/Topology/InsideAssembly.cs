namespace Seatrial.Cli.Topology;

/// <summary>
/// Where the assembly lies that taps a process from inside. <c>InsideTap.Variables</c> makes of it what the process gets in its
/// environment.
/// </summary>
internal static class InsideAssembly
{
    /// <summary>What to say when it is not there.</summary>
    public const string Missing = "Seatrial.Inside.dll is not beside the tool; build it with ./seatrial.";

    private const string Name = "Seatrial.Inside";

    /// <summary>Installed, it lies in a folder beside the tool; in a checkout, in the build output beside the tool's.</summary>
    public static string? Find()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        string[] places =
        [
            Path.Combine(AppContext.BaseDirectory, "inside", $"{Name}.dll"),
            Path.Combine(AppContext.BaseDirectory, "..", "..", Name, configuration, $"{Name}.dll"),
        ];
        return places.Where(File.Exists).Select(Path.GetFullPath).FirstOrDefault();
    }
}
