namespace Seatrial.EndToEnd.Tests.ThirdParty;

/// <summary>Crates for tests that need no more of them than a manifest.</summary>
internal static class Some
{
    /// <summary>A crate of this name, version 1.0.0 if no other is given, and the rest of its manifest.</summary>
    public static SourceCrate Crate(string name, string manifest = "", string version = "1.0.0") => SourceCrate.Parse($"""
        [package]
        name = "{name}"
        version = "{version}"

        {manifest}
        """);
}
