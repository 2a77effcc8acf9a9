namespace Seatrial.EndToEnd.Tests.Pages;

/// <summary>Pages below docs that a run makes: compared with it, and written anew by it with SEATRIAL_UPDATE_DOCS=1.</summary>
internal static class Pages
{
    /// <summary>The folder of all of them.</summary>
    public static string Docs { get; } = Path.Combine(Path.GetDirectoryName(Build.Artifacts)!, "docs");

    /// <summary>Whether this run writes them.</summary>
    public static bool AreWritten { get; } = Environment.GetEnvironmentVariable("SEATRIAL_UPDATE_DOCS") == "1";

    /// <summary>Compares a folder of pages, or writes it.</summary>
    /// <param name="folder">The folder below docs; only pages of the run are in it.</param>
    /// <param name="pages">The pages by their path in the folder.</param>
    public static async Task TellAsync(string folder, IReadOnlyDictionary<string, string> pages)
    {
        var root = Path.Combine(Docs, folder);
        if (AreWritten)
        {
            if (Directory.Exists(root))
                Directory.Delete(root, recursive: true);
            foreach (var (name, text) in pages)
                await TellAsync(Path.Combine(folder, name), text);
        }

        var there = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(root, file));
        Assert.Equal(pages.Keys.Order(StringComparer.Ordinal), there.Order(StringComparer.Ordinal));
        foreach (var (name, text) in pages)
            await TellAsync(Path.Combine(folder, name), text);
    }

    /// <summary>Compares one page, or writes it.</summary>
    public static async Task TellAsync(string page, string text)
    {
        var file = Path.Combine(Docs, page);
        if (AreWritten)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text);
        }

        Assert.True(File.Exists(file), $"There is no {file}; SEATRIAL_UPDATE_DOCS=1 writes it.");
        Assert.Equal(text, await File.ReadAllTextAsync(file));
    }
}
