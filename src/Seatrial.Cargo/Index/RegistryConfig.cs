using System.Buffers;

namespace Seatrial.Cargo;

/// <summary>The <c>config.json</c> at the root of an index.</summary>
public sealed record RegistryConfig
{
    private static readonly string[] Markers = ["{crate}", "{version}", "{prefix}", "{lowerprefix}", "{sha256-checksum}"];

    /// <summary>Where archives are: an absolute URL, with or without markers (CFG-02, CFG-09).</summary>
    public required string Dl { get; init; }

    /// <summary>The base of the web API without a slash at the end; null when there is none (CFG-03, CFG-07).</summary>
    public string? Api { get; init; }

    /// <summary>True when every request must carry a token (<c>auth-required</c>, CFG-04).</summary>
    public bool AuthRequired { get; init; }

    /// <summary>Reads the file; breaks CFG-01 to CFG-08. Unknown keys are ignored (CFG-06).</summary>
    public static Parsed<RegistryConfig> Parse(ReadOnlyMemory<byte> bytes)
    {
        if (!JsonText.Read(bytes, "CFG-05").TryGet(out var document, out var broken))
            return broken;
        var found = new List<Violation>();
        using (document)
            return JsonFields.Of(document.RootElement, found, "CFG-01") is { } fields && Read(fields) is { } config
                && found.Count == 0 ? config : found[0];
    }

    /// <summary>The file's JSON.</summary>
    public byte[] ToJson()
    {
        var output = new ArrayBufferWriter<byte>();
        var json = new JsonLine(output).Object().Text("dl", Dl).TextIfAny("api", Api);
        if (AuthRequired)
            json.Flag("auth-required", true);
        json.EndObject();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Where cargo fetches an archive: markers replaced, or <c>/{crate}/{version}/download</c> put behind (CFG-09).</summary>
    /// <param name="name">In the spelling of the index line.</param>
    /// <param name="version">Its <c>+build</c> goes into the URL as it is (CFG-10).</param>
    /// <param name="checksum">As the index line has it.</param>
    public Uri DownloadUrl(string name, CrateVersion version, Checksum checksum) =>
        new(DownloadText(name, version, checksum), UriKind.Absolute);

    /// <summary>The same as text, exactly as cargo builds it: a <see cref="Uri"/> would escape an unknown marker.</summary>
    public string DownloadText(string name, CrateVersion version, Checksum checksum)
    {
        if (!Array.Exists(Markers, marker => Dl.Contains(marker, StringComparison.Ordinal)))
            return $"{Dl}/{name}/{version.Text}/download";
        return Dl.Replace("{crate}", name, StringComparison.Ordinal)
            .Replace("{version}", version.Text, StringComparison.Ordinal)
            .Replace("{prefix}", IndexPath.Folder(name), StringComparison.Ordinal)
            .Replace("{lowerprefix}", IndexPath.Folder(IndexPath.LowerAscii(name)), StringComparison.Ordinal)
            .Replace("{sha256-checksum}", checksum.Text, StringComparison.Ordinal);
    }

    private static RegistryConfig? Read(JsonFields fields)
    {
        var config = new RegistryConfig
        {
            Dl = fields.Required("dl", "CFG-02") ?? "",
            Api = fields.Optional("api", "CFG-03"),
            AuthRequired = fields.Flag("auth-required", "CFG-04", absent: false),
        };
        if (!IsUrl(config.Dl))
            fields.Break("CFG-02", "dl", "must be an absolute URL");
        if (config.Dl.EndsWith('/'))
            fields.Break("CFG-08", "dl", "must not end in a slash");
        if (config.Api is { } api && (!IsUrl(api) || api.EndsWith('/')))
            fields.Break("CFG-07", "api", "must be an absolute URL without a slash at the end");
        if (!fields.IsNullOrAbsent("auth_required"))
            fields.Break("CFG-04", "auth_required", "is ignored by cargo: the key is 'auth-required'");
        return config;
    }

    // On Unix a bare path counts as an absolute URI, but not for cargo.
    private static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https" or "file") && !text.StartsWith('/');
}
