using System.Globalization;
using Seatrial.Registry.Http;
using Seatrial.Registry.Publish;

namespace Seatrial.Registry.Configuration;

/// <summary>What is wrong with settings that are each right.</summary>
internal static class Contradictions
{
    /// <param name="where">The place of a key, for the message.</param>
    public static IEnumerable<string> Of(RegistryOptions options, Func<string, string> where) =>
        [.. Tls(options, where), .. Ports(options, where), .. Memory(options, where), .. Elsewhere(options, where)];

    private static IEnumerable<string> Tls(RegistryOptions options, Func<string, string> where)
    {
        if (options is { TlsKey: not null, TlsCertificate: null })
            yield return $"{where("tls.key")}: needs tls.certificate beside it";
        if (options is { TlsCertificate: not null, TlsKey: null })
            yield return $"{where("tls.certificate")}: needs tls.key beside it";
        if (options is not { TlsCertificate: { } certificate, TlsKey: { } key })
            yield break;
        var (loaded, wrong) = ServerCertificate.Load(certificate, key);
        using (loaded)
            if (wrong is not null)
                yield return $"{where(wrong.InKey ? "tls.key" : "tls.certificate")}: {wrong.Reason}";
            else if (loaded!.Ends < options.Clock.GetUtcNow())
                yield return $"{where("tls.certificate")}: the certificate ended at {loaded.Ends.ToString("u", CultureInfo.InvariantCulture)}";
    }

    private static IEnumerable<string> Ports(RegistryOptions options, Func<string, string> where)
    {
        (string Key, int Port, bool Used)[] ports =
        [
            ("server.port", options.Port, (options.Parts & (Part.Api | Part.Worker)) != 0),
            ("server.edge-port", options.EdgePort, options.Parts.HasFlag(Part.Edge)),
            ("server.storage-port", options.StoragePort, options.Parts.HasFlag(Part.Storage)),
        ];
        foreach (var same in ports.Where(one => one is { Used: true, Port: > 0 }).GroupBy(one => one.Port).Where(group => group.Count() > 1))
            yield return $"{where(same.Last().Key)}: is {same.Key}, as {same.First().Key} is; each server needs a port of its own";
    }

    private static IEnumerable<string> Memory(RegistryOptions options, Func<string, string> where)
    {
        var one = PublishSteps.MostBytes(options.Limits);
        if (options.PublishMemoryBytes < one)
            yield return $"{where("limits.publish-memory-bytes")}: must hold one publish at least, of {one} bytes "
                + "(limits.archive-bytes and limits.metadata-bytes)";
    }

    // A part that another process runs must be reachable, and known by its secret.
    private static IEnumerable<string> Elsewhere(RegistryOptions options, Func<string, string> where)
    {
        if (options.StorageAccess is null != options.StorageSecret is null)
            yield return options.StorageAccess is null
                ? $"{where("storage.secret-file")}: needs storage.access-key (or $SEATRIAL_STORAGE_KEY) beside it"
                : $"{where("storage.access-key")}: needs storage.secret-file (or $SEATRIAL_STORAGE_SECRET) beside it";
        if ((options.Parts & (Part.Api | Part.Worker)) == 0)
            yield break;
        // On PostgreSQL another replica may have to verify what this one signs.
        if (options is { AuthRequired: true, Database: not null, DownloadSecret: null })
            yield return $"{where("access.auth-required")}: on PostgreSQL it needs access.download-secret-file "
                + "(or $SEATRIAL_DOWNLOAD_SECRET), the same for all replicas";
        if (!options.Parts.HasFlag(Part.Storage) && (options.Routes.Storage is null || options.StorageKey is null))
            yield return $"{where("server.parts")}: without the part storage, storage.url, storage.access-key and storage.secret-file "
                + "(or --storage-url, $SEATRIAL_STORAGE_KEY and $SEATRIAL_STORAGE_SECRET) must say where it is";
        if (!options.Parts.HasFlag(Part.Edge)
            && (options.Routes.PublicEdge is null || options.Routes.Purge is null || options.PurgeSecret is null))
            yield return $"{where("server.parts")}: without the part edge, edge.public-url, edge.purge-url and edge.purge-secret-file "
                + "(or --public-edge-url, --purge-url and $SEATRIAL_PURGE_SECRET) must say where it is";
    }
}
