namespace Seatrial.Cli.Topology;

/// <summary>Where the reference registry's program lies.</summary>
internal static class RegistryProgram
{
    /// <summary>What to say when it is not there.</summary>
    public const string Missing = "The reference registry is not beside the tool; build it with ./seatrial, or test your own with --registry URL.";

    /// <summary>Installed, it lies in a folder beside the tool; in a checkout, in the build output beside the tool's.</summary>
    public static string? Find()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        string[] places =
        [
            Path.Combine(AppContext.BaseDirectory, "registry", "seatrial-registry"),
            Path.Combine(AppContext.BaseDirectory, "..", "..", "Seatrial.Registry", configuration, "seatrial-registry"),
        ];
        return places.Where(File.Exists).Select(Path.GetFullPath).FirstOrDefault();
    }

    /// <summary>The alert rules that come with the program.</summary>
    public static string Alerts(string program) => Path.Combine(Path.GetDirectoryName(program)!, "Monitoring", "alerts.yml");
}
