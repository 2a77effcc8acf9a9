using PuppeteerSharp;

namespace Seatrial.Reports.Tests;

/// <summary>Headless Chromium, which shows report.html from a file as a reader's browser does. Started once for all tests of a class.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private readonly string _folder = Directory.CreateTempSubdirectory("seatrial-page-").FullName;
    private IBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        var program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => Names, Path.Combine).FirstOrDefault(File.Exists);
        Assert.True(program is not null, "There is no Chromium; eng/install-for-tests installs it.");
        // The page is our own, and a container has no rights to make a sandbox.
        _browser = await Puppeteer.LaunchAsync(new LaunchOptions { ExecutablePath = program, Args = ["--no-sandbox"] });
    }

    /// <summary>Opens a page.</summary>
    /// <param name="html">The page.</param>
    /// <param name="width">How wide the window is, in pixels.</param>
    /// <param name="dark">Whether the reader's screen is dark.</param>
    /// <param name="scripts">Whether the browser runs scripts.</param>
    internal async Task<IPage> OpenAsync(string html, int width = 1280, bool dark = false, bool scripts = true)
    {
        var file = Path.Combine(_folder, $"{Guid.NewGuid():n}.html");
        await File.WriteAllTextAsync(file, html);
        var page = await _browser.NewPageAsync();
        await page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 900 });
        await page.EmulateMediaFeaturesAsync([new() { MediaFeature = MediaFeature.PrefersColorScheme, Value = dark ? "dark" : "light" }]);
        await page.SetJavaScriptEnabledAsync(scripts);
        await page.GoToAsync(new Uri(file).AbsoluteUri);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
