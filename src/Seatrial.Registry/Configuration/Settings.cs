using System.Net;
using Npgsql;
using Seatrial.Registry.Edge;
using Seatrial.Registry.Limits;
using Seatrial.Registry.Publish;

namespace Seatrial.Registry.Configuration;

/// <summary>Everything that can be set, in the order of the reference (docs/configuration.md, which a test holds to this).</summary>
internal static class Settings
{
    // A token that can be guessed is none.
    private const int MinTokenLength = 16;

    private const long KiB = 1024;
    private const long MiB = 1024 * KiB;

    public static IReadOnlyList<Setting> All { get; } = [.. Server(), .. Tls(), .. Parts(), .. Access(), .. Policy(), .. Sizes()];

    private static IEnumerable<Setting> Server() =>
    [
        Setting.List("server.parts", "--parts", "some of api, worker, storage, edge", "What this process runs",
            options => options.Parts == Part.All ? ["api", "worker", "storage", "edge"] : options.Parts.ToString().ToLowerInvariant().Split(", "),
            (options, names) => PartsOf(names) is { } parts ? options with { Parts = parts } : null),
        Setting.Path("server.data", "--data", "The folder where everything is kept", "a temporary folder, removed at the end",
            options => options.Data, (options, path) => options with { Data = path }),
        Setting.Text("server.listen", "--listen", "an IP address", "The address of all servers of this process", "",
            options => options.Listen, (options, text) => IPAddress.TryParse(text, out _) ? options with { Listen = text } : null),
        Setting.Number("server.port", "--port", 0, ushort.MaxValue, "The registry's port; 0 for any free one",
            options => options.Port, (options, port) => options with { Port = (int)port }),
        Setting.Number("server.edge-port", "--edge-port", 0, ushort.MaxValue, "The edge's port; 0 for any free one",
            options => options.EdgePort, (options, port) => options with { EdgePort = (int)port }),
        Setting.Number("server.storage-port", "--storage-port", 0, ushort.MaxValue, "The storage's port; 0 for any free one",
            options => options.StoragePort, (options, port) => options with { StoragePort = (int)port }),
        Setting.Url("server.public-url", "--public-url", "The registry as clients reach it, when something stands in between", "its own address",
            options => options.Routes.Public, (options, url) => options with { Routes = options.Routes with { Public = url } }),
        Setting.Secret("server.admin-token-file", "--admin-token-file", "SEATRIAL_ADMIN_TOKEN", "The administrator's token", "a new one at each start",
            options => options.AdminToken, (options, token) => token.Length < MinTokenLength
                ? (null, $"the administrator's token must have {MinTokenLength} characters or more")
                : (options with { AdminToken = token }, null)),
        Setting.Text("server.log-level", "--log-level", "trace, debug, information, warning, error, critical or none", "What is logged, to standard error", "",
            options => options.LogLevel.ToString().ToLowerInvariant(), (options, text) =>
                !int.TryParse(text, out _) && Enum.TryParse<LogLevel>(text, ignoreCase: true, out var level) ? options with { LogLevel = level } : null),
        Setting.Flag("server.exit-with-stdin", "--exit-with-stdin", "Stop when standard input ends",
            options => options.ExitWithStdin, (options, flag) => options with { ExitWithStdin = flag }),
    ];

    private static IEnumerable<Setting> Tls() =>
    [
        Setting.Path("tls.certificate", "--tls-certificate", "A PEM file: the server's certificate, and behind it those between it and the root", "plain http",
            options => options.TlsCertificate, (options, path) => options with { TlsCertificate = path }),
        Setting.Path("tls.key", "--tls-key", "A PEM file: the certificate's private key, not encrypted", "plain http",
            options => options.TlsKey, (options, path) => options with { TlsKey = path }),
    ];

    private static IEnumerable<Setting> Parts() =>
    [
        Setting.Secret("database.connection-file", "--database-connection-file", "SEATRIAL_DATABASE", "The connection string of PostgreSQL",
            "a SQLite file in the data folder", options => options.Database, (options, text) => IsConnection(text)
                ? (options with { Database = text }, null)
                : (null, "is not a connection string of PostgreSQL with a Host")),
        Setting.Url("storage.url", "--storage-url", "The storage (S3 API) as the registry reaches it", "its own address",
            options => options.Routes.Storage, (options, url) => options with { Routes = options.Routes with { Storage = url } }),
        Setting.Text("storage.bucket", "--storage-bucket", "a bucket's name by the rules of S3", "The bucket, which must be there, unless this process runs the storage", "",
            options => options.StorageBucket, (options, name) => IsBucket(name) ? options with { StorageBucket = name } : null),
        Setting.Text("storage.region", "--storage-region", "letters, digits and hyphens", "The region that requests to the storage are signed for", "",
            options => options.StorageRegion, (options, name) => IsRegion(name) ? options with { StorageRegion = name } : null),
        Setting.Text("storage.access-key", "--storage-key", "a text", "The access key of the storage", "a new one at each start",
            options => options.StorageAccess, (options, text) => text.Length > 0 ? options with { StorageAccess = text } : null),
        Setting.Secret("storage.secret-file", "--storage-secret-file", "SEATRIAL_STORAGE_SECRET", "The secret that belongs to the access key",
            "a new one at each start", options => options.StorageSecret, (options, secret) => (options with { StorageSecret = secret }, null)),
        Setting.Url("edge.public-url", "--public-edge-url", "The edge as clients reach it", "its own address",
            options => options.Routes.PublicEdge, (options, url) => options with { Routes = options.Routes with { PublicEdge = url } }),
        Setting.Url("edge.purge-url", "--purge-url", "The edge as the registry reaches it", "its own address",
            options => options.Routes.Purge, (options, url) => options with { Routes = options.Routes with { Purge = url } }),
        Setting.Url("edge.origin-url", "--origin-url", "The registry as the edge reaches it", "its own address",
            options => options.Routes.Origin, (options, url) => options with { Routes = options.Routes with { Origin = url } }),
        Setting.Url("edge.replica-url", "--replica-url", "This replica as workers reach it, to make it forget what has changed", "where it listens",
            options => options.Routes.Replica, (options, url) => options with { Routes = options.Routes with { Replica = url } }),
        Setting.Secret("edge.purge-secret-file", "--purge-secret-file", "SEATRIAL_PURGE_SECRET", "What a purge of the edge must carry",
            "a new one at each start", options => options.PurgeSecret, (options, secret) => (options with { PurgeSecret = secret }, null)),
    ];

    private static IEnumerable<Setting> Access() =>
    [
        Setting.Flag("access.auth-required", "--auth-required", "A private registry: reading needs a token too",
            options => options.AuthRequired, (options, flag) => options with { AuthRequired = flag }),
        Setting.Secret("access.download-secret-file", "--download-secret-file", "SEATRIAL_DOWNLOAD_SECRET",
            "What replicas of a private registry sign downloads with, the same for all", "a new one at each start",
            options => options.DownloadSecret, (options, secret) => (options with { DownloadSecret = secret }, null)),
        Setting.List("access.rate-limits", "--rate-limit",
            $"limits such as publish-new=5/600, each action once, of {string.Join(", ", LimitedActions.All)}",
            "ACTION=BURST/SECONDS: so many at once, then one each so many seconds",
            options => options.RateLimits.Select(limit => $"{limit.Action}={limit.Burst}/{(long)limit.Every.TotalSeconds}"),
            (options, limits) => RateLimit.ParseAll(string.Join(',', limits)) is { } all ? options with { RateLimits = all } : null)
            with { Variable = "SEATRIAL_RATE_LIMITS" },
    ];

    private static IEnumerable<Setting> Policy() =>
    [
        Number("policy.name-length", "--name-length", 1, CrateName.MaxLength, "The most characters of a crate's name",
            policy => policy.NameLength, (policy, most) => policy with { NameLength = most }),
        Setting.Flag("policy.reserve-toolchain-names", "--reserve-toolchain-names", "Refuse the names of the compiler's own crates, such as std and core",
            options => options.Policy.ReserveToolchainNames,
            (options, flag) => options with { Policy = options.Policy with { ReserveToolchainNames = flag } }),
        Setting.List("policy.reserved-names", "--reserved-names", "crate names, in any spelling", "Further names that nobody may publish",
            options => options.Policy.ReservedNames, (options, names) => names.All(name => CrateName.Parse(name).IsValid)
                ? options with { Policy = options.Policy with { ReservedNames = [.. names.Select(CrateName.Canonicalize)] } }
                : null),
        Setting.List("policy.required-metadata", "--required-metadata", $"some of {string.Join(", ", RequiredMetadata.Names)}",
            "What a manifest must have; license-file stands for license too", options => options.Policy.Required,
            (options, names) => names.All(RequiredMetadata.Names.Contains)
                ? options with { Policy = options.Policy with { Required = [.. names.Distinct()] } }
                : null),
        Number("policy.description-bytes", "--description-bytes", 1, (int)MiB, "The longest description",
            policy => policy.DescriptionBytes, (policy, most) => policy with { DescriptionBytes = most }),
        Number("policy.keywords", "--keywords", 0, 1000, "The most keywords of a version",
            policy => policy.Keywords, (policy, most) => policy with { Keywords = most }),
        Number("policy.keyword-length", "--keyword-length", 1, 100, "The longest keyword",
            policy => policy.KeywordLength, (policy, most) => policy with { KeywordLength = most }),
        Number("policy.categories", "--categories", 0, 1000, "The most categories of a version",
            policy => policy.Categories, (policy, most) => policy with { Categories = most }),
        Number("policy.features", "--features", 0, 100_000, "The most features of a version",
            policy => policy.Features, (policy, most) => policy with { Features = most }),
        Number("policy.feature-values", "--feature-values", 0, 100_000, "The most that one feature may turn on",
            policy => policy.FeatureValues, (policy, most) => policy with { FeatureValues = most }),
        Number("policy.dependencies", "--dependencies", 0, 100_000, "The most dependencies of a version",
            policy => policy.Dependencies, (policy, most) => policy with { Dependencies = most }),
    ];

    private static IEnumerable<Setting> Sizes() =>
    [
        // The edge keeps whole pages in memory and takes none above its own bound.
        Size("limits.archive-bytes", "--archive-bytes", KiB, Origin.MaxPageBytes, "The largest .crate file",
            limits => limits.ArchiveBytes, (limits, most) => limits with { ArchiveBytes = (int)most }),
        Size("limits.unpacked-bytes", "--unpacked-bytes", KiB, 64 * KiB * MiB, "The largest archive once unpacked, headers included",
            limits => limits.UnpackedBytes, (limits, most) => limits with { UnpackedBytes = most }),
        Size("limits.entries", "--entries", 1, 10_000_000, "The most files and folders of an archive",
            limits => limits.Entries, (limits, most) => limits with { Entries = (int)most }),
        Size("limits.path-bytes", "--path-bytes", 16, 4096, "The longest path in an archive",
            limits => limits.PathBytes, (limits, most) => limits with { PathBytes = (int)most }),
        Size("limits.metadata-bytes", "--metadata-bytes", KiB, 16 * MiB, "The largest metadata of a publish, the readme included",
            limits => limits.MetadataBytes, (limits, most) => limits with { MetadataBytes = (int)most }),
        Size("limits.manifest-bytes", "--manifest-bytes", KiB, 16 * MiB, "The largest Cargo.toml",
            limits => limits.ManifestBytes, (limits, most) => limits with { ManifestBytes = (int)most }),
        Setting.Number("limits.publish-memory-bytes", "--publish-memory-bytes", MiB, 64 * KiB * MiB,
            "How many bytes of publishes may be in memory at once; more wait for 10 s, then are answered 503",
            options => options.PublishMemoryBytes, (options, most) => options with { PublishMemoryBytes = most }),
    ];

    private static Setting Number(
        string key, string option, int least, int most, string meaning, Func<PublishPolicy, int> get, Func<PublishPolicy, int, PublishPolicy> set) =>
        Setting.Number(key, option, least, most, meaning, options => get(options.Policy),
            (options, value) => options with { Policy = set(options.Policy, (int)value) });

    private static Setting Size(
        string key, string option, long least, long most, string meaning, Func<PublishLimits, long> get, Func<PublishLimits, long, PublishLimits> set) =>
        Setting.Number(key, option, least, most, meaning, options => get(options.Limits),
            (options, value) => options with { Limits = set(options.Limits, value) });

    private static Part? PartsOf(string[] names)
    {
        var parts = Part.None;
        foreach (var name in names)
        {
            if (!Enum.TryParse<Part>(name, ignoreCase: true, out var part) || !char.IsAsciiLetter(name[0]) || part == Part.None)
                return null;
            parts |= part;
        }

        return parts == Part.None ? null : parts;
    }

    // The rules of S3 for new buckets, without its rarer ones.
    private static bool IsBucket(string name) => name.Length is >= 3 and <= 63 && char.IsAsciiLetterOrDigit(name[0]) && char.IsAsciiLetterOrDigit(name[^1])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.') && !name.Contains("..", StringComparison.Ordinal);

    private static bool IsRegion(string name) => name.Length is > 0 and <= 63 && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static bool IsConnection(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 };
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or InvalidCastException)
        {
            return false;
        }
    }
}
