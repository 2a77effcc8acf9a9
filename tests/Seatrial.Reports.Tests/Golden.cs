namespace Seatrial.Reports.Tests;

/// <summary>
/// Compares a text with the file that lies in Goldens beside the tests. Run once with SEATRIAL_UPDATE_GOLDENS=1 to write
/// the files anew, then read what changed in them before you commit it.
/// </summary>
internal static class Golden
{
    private static readonly string Folder = Path.Combine(Root(), "tests", "Seatrial.Reports.Tests", "Goldens");

    public static void Matches(string name, string text)
    {
        var file = Path.Combine(Folder, name);
        if (Environment.GetEnvironmentVariable("SEATRIAL_UPDATE_GOLDENS") == "1")
            File.WriteAllText(file, text);
        Assert.True(File.Exists(file), $"There is no golden {name}; SEATRIAL_UPDATE_GOLDENS=1 writes it.");
        Assert.Equal(File.ReadAllText(file), text);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Seatrial.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests must run inside the checkout.");
    }
}
