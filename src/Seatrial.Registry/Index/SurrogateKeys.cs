namespace Seatrial.Registry.Index;

/// <summary>Under which names the edge can be told to forget things.</summary>
internal static class SurrogateKeys
{
    /// <summary>The index file of a crate, by its canonical name.</summary>
    public static string OfCrate(string canonical) => $"crate/{canonical}";

    /// <summary>
    /// The archives of a crate. Apart from the index: they never change, so publishing must not drop them.
    /// </summary>
    public static string OfArchives(string canonical) => $"archives/{canonical}";
}
