namespace Seatrial.Registry.Tests;

/// <summary>Well-formed input with the differences that a test is about.</summary>
internal static class Some
{
    /// <summary>A publish as cargo would send it; another marker makes other content.</summary>
    public static byte[] Publish(string name, string version, string marker = "") =>
        PublishFrame.Of(Metadata(name, version), Archive(name, version, marker)).Write();

    public static PublishMetadata Metadata(string name, string version) => new()
    {
        Name = CrateName.Parse(name).Value,
        Version = CrateVersion.Parse(version).Value,
        Description = $"What {name} does",
        License = "MIT",
    };

    public static byte[] Archive(string name, string version, string marker = "", string manifest = "") =>
        CrateArchive.Build(CrateName.Parse(name).Value, CrateVersion.Parse(version).Value,
        [
            Entry("Cargo.toml", $"[package]\nname = \"{name}\"\nversion = \"{version}\"\n{manifest}"),
            Entry("src/lib.rs", $"// {marker}\n"),
        ]);

    private static ArchiveEntry Entry(string path, string text) =>
        new(Encoding.UTF8.GetBytes(path)) { Content = Encoding.UTF8.GetBytes(text) };
}
