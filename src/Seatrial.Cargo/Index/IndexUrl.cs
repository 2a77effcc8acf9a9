namespace Seatrial.Cargo;

/// <summary>The URL by which an index is known, with cargo's <c>sparse+</c> in front when it is served over HTTP.</summary>
internal static class IndexUrl
{
    /// <summary>How cargo names crates.io in publish metadata, whichever protocol it fetches with (IDX-20).</summary>
    internal const string CratesIo = "https://github.com/rust-lang/crates.io-index";

    private const string Sparse = "sparse+";

    internal static bool IsValid(string text)
    {
        var url = text.StartsWith(Sparse, StringComparison.Ordinal) ? text[Sparse.Length..] : text;
        // On Unix a bare path counts as an absolute URI, but not for cargo.
        return !url.StartsWith('/') && Uri.TryCreate(url, UriKind.Absolute, out _);
    }
}
