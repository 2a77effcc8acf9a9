namespace Seatrial.Scenarios;

/// <summary>Reads the URL of an index as users write it: with or without <c>sparse+</c>, with or without the last slash.</summary>
public static class IndexUrl
{
    /// <summary>Reads it.</summary>
    /// <param name="text">The URL.</param>
    /// <param name="where">Where it stands, for the message.</param>
    public static (Uri? Url, Misuse? Misuse) Parse(string text, string where)
    {
        var bare = text.StartsWith("sparse+", StringComparison.Ordinal) ? text["sparse+".Length..] : text;
        if (!Uri.TryCreate(bare, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return (null, new Misuse(where, $"«{text}» is not the URL of a sparse index.", "Write http://HOST:PORT/PATH/, as in cargo's configuration; git indexes are not supported."));
        if (url.Query.Length > 0 || url.Fragment.Length > 0)
            return (null, new Misuse(where, $"«{text}» has a query or a fragment.", "Cargo appends paths to the URL of an index; write it without them."));
        return (url.AbsolutePath.EndsWith('/') ? url : new Uri($"{url.AbsoluteUri}/"), null);
    }
}
