using System.Text;

namespace Seatrial.Cargo.Tests.Captured;

/// <summary>
/// Real cargo against the kernel: cargo's frames are read, our index lines and archives are used by cargo. With
/// SEATRIAL_RECAPTURE=1 the bytes beside this file are captured anew.
/// </summary>
public sealed class RealCargoTests
{
    [Fact]
    public async Task Cargo_publishes_uses_the_api_and_fetches_what_we_rendered()
    {
        Assert.SkipUnless(RealCargo.Present, "There is no cargo on PATH.");
        using var registry = new StubRegistry();
        using var cargo = new RealCargo(registry);
        await Packages.PublishMinimal(cargo);
        await Packages.PublishRich(cargo);
        await Packages.PublishLarge(cargo);
        await Packages.UseApi(cargo);
        var bodies = registry.Requests.Where(one => one.Path == "/api/v1/crates/new").Select(one => one.Body).ToArray();
        foreach (var body in bodies)
            CapturedTests.CheckFrame(body, registry.IndexUrl);
        await Fetch(cargo);
        if (Environment.GetEnvironmentVariable("SEATRIAL_RECAPTURE") == "1")
            await Capture(registry, bodies);
    }

    private static async Task Fetch(RealCargo cargo)
    {
        cargo.Write("user/Cargo.toml", """
            [package]
            name = "user"
            version = "0.0.0"
            edition = "2021"
            [dependencies]
            rich = { version = "=1.2.3-beta.1", registry = "stub", features = ["extra", "weak"] }
            minimal = { version = "0.1", registry = "stub" }
            """);
        cargo.Write("user/src/lib.rs", "");
        await cargo.Run("user", "fetch");
        await cargo.Run("user", "metadata", "--format-version", "1", "--offline");
    }

    private static async Task Capture(StubRegistry registry, byte[][] bodies)
    {
        var folder = Source();
        await File.WriteAllBytesAsync(Path.Combine(folder, "minimal.bin"), bodies[0]);
        await File.WriteAllBytesAsync(Path.Combine(folder, "rich.bin"), bodies[1]);
        await File.WriteAllTextAsync(Path.Combine(folder, "own-index.txt"), registry.IndexUrl);
        var heads = registry.Requests.Where(one => !one.Path.StartsWith("/dl/", StringComparison.Ordinal))
            .Select(one => (one.Head + Body(one)).ReplaceLineEndings("\n").Replace(registry.Host, "127.0.0.1:PORT", StringComparison.Ordinal));
        await File.WriteAllTextAsync(Path.Combine(folder, "requests.txt"), string.Join("----\n", heads.Distinct()));
    }

    private static string Body(RawRequest request) =>
        request.Path == "/api/v1/crates/new" || request.Body.Length == 0 ? "" : Encoding.UTF8.GetString(request.Body) + "\n";

    private static string Source([System.Runtime.CompilerServices.CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
