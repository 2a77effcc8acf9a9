namespace Seatrial.EndToEnd.Tests;

/// <summary>The build that the tests are part of: <c>artifacts/bin/PROJECT/CONFIGURATION</c>.</summary>
internal static class Build
{
    private static readonly DirectoryInfo Own = new(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    /// <summary>The folder of everything that is built or fetched, below the checkout.</summary>
    public static string Artifacts => Own.Parent!.Parent!.Parent!.FullName;

    /// <summary>What a project was built to, in the tests' own configuration.</summary>
    public static string Output(string project) => Path.Combine(Artifacts, "bin", project, Own.Name);
}
