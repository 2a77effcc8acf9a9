using System.Text;
using System.Text.RegularExpressions;

namespace Seatrial.Cargo.Tests.Captured;

/// <summary>
/// One run of real cargo against the kernel, shared by the tests of it. With SEATRIAL_RECAPTURE=1 it writes the bytes beside
/// this file anew.
/// </summary>
public sealed partial class RealCargoRun : IAsyncLifetime
{
    private readonly StubRegistry registry = new();

    internal RawRequest[] Requests => registry.Requests;

    internal string IndexUrl => registry.IndexUrl;

    internal byte[][] Published => [.. Requests.Where(one => one.Path == "/api/v1/crates/new").Select(one => one.Body)];

    /// <summary>Each different request once, sorted, with what differs from run to run taken out.</summary>
    internal string Heads => string.Join("----\n", Requests.Select(Head).Distinct().Order(StringComparer.Ordinal));

    public async ValueTask InitializeAsync()
    {
        if (!RealCargo.Present)
            return;
        using var cargo = new RealCargo(registry);
        await Packages.PublishMinimal(cargo);
        await Packages.PublishRich(cargo);
        await Packages.PublishLarge(cargo);
        await Packages.UseApi(cargo);
        await Packages.Fetch(cargo);
        if (Environment.GetEnvironmentVariable("SEATRIAL_RECAPTURE") == "1")
            await Capture();
    }

    public ValueTask DisposeAsync()
    {
        registry.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task Capture()
    {
        var folder = Source();
        await File.WriteAllBytesAsync(Path.Combine(folder, "minimal.bin"), Published[0]);
        await File.WriteAllBytesAsync(Path.Combine(folder, "rich.bin"), Published[1]);
        await File.WriteAllTextAsync(Path.Combine(folder, "own-index.txt"), IndexUrl);
        await File.WriteAllTextAsync(Path.Combine(folder, "requests.txt"), Heads);
    }

    private string Head(RawRequest request)
    {
        var body = request.Path == "/api/v1/crates/new" || request.Body.Length == 0 ? "" : Encoding.UTF8.GetString(request.Body) + "\n";
        var head = request.Head.ReplaceLineEndings("\n").Replace(registry.Host, "127.0.0.1:PORT", StringComparison.Ordinal);
        return LargeLength().Replace(head, "Content-Length: SIZE") + body;
    }

    // The size of a publish depends on how many digits the port has.
    [GeneratedRegex(@"Content-Length: \d{3,}")]
    private static partial Regex LargeLength();

    private static string Source([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
