using System.Globalization;

using Seatrial.Registry.S3;

namespace Seatrial.Registry;

/// <summary>Reads the options of <c>serve</c>.</summary>
internal static class CommandLine
{
    public const string AdminTokenVariable = "SEATRIAL_ADMIN_TOKEN";

    /// <summary>Secrets come by the environment: the arguments of a process are everybody's to read.</summary>
    public const string DatabaseVariable = "SEATRIAL_DATABASE";
    public const string StorageKeyVariable = "SEATRIAL_STORAGE_KEY";
    public const string StorageSecretVariable = "SEATRIAL_STORAGE_SECRET";
    public const string PurgeSecretVariable = "SEATRIAL_PURGE_SECRET";

    public const string DownloadSecretVariable = "SEATRIAL_DOWNLOAD_SECRET";
    public const string AuthRequiredVariable = "SEATRIAL_AUTH_REQUIRED";
    public const string RateLimitsVariable = "SEATRIAL_RATE_LIMITS";

    public const string Usage = """
        usage: seatrial-registry serve [options]
          --parts LIST             what this process runs, of api,worker,storage,edge (default: all)
          --data DIR               where everything is kept (default: a temporary folder, removed at the end)
          --listen ADDRESS         the address of all three servers (default 127.0.0.1)
          --port N, --edge-port N, --storage-port N   0 for any free port (default)
          --admin-token-file FILE  the administrator's token (default: $SEATRIAL_ADMIN_TOKEN, else a new one)
          --auth-required          a private registry: reading needs a token too
          --rate-limit LIMITS      ACTION=BURST/SECONDS,…: so many at once, then one each so many seconds; no limit by default.
                                   crates.io's numbers: publish-new=5/600,publish-update=30/60,yank=100/60
                                   also change-owners and search
          --exit-with-stdin        stop when standard input ends
          --log-level LEVEL        trace, debug, information, warning (default), error
          --public-url URL         the registry as clients reach it, when something stands in between
          --public-edge-url URL    the edge as clients reach it
          --storage-url URL        the storage as the registry reaches it
          --purge-url URL          the edge as the registry reaches it
          --origin-url URL         the registry as the edge reaches it
          --replica-url URL        this replica as workers reach it (default: where it listens)
        environment:
          SEATRIAL_AUTH_REQUIRED   true for --auth-required
          SEATRIAL_RATE_LIMITS     as --rate-limit
          SEATRIAL_DOWNLOAD_SECRET what replicas of a private registry sign downloads with, the same for all
          SEATRIAL_DATABASE        a connection string of PostgreSQL (default: a SQLite file in the data folder)
          SEATRIAL_STORAGE_KEY, SEATRIAL_STORAGE_SECRET   the keys of the storage, when another process runs it
          SEATRIAL_PURGE_SECRET    the secret of the edge, when another process runs it
        """;

    private const int MinTokenLength = 16;

    /// <summary>The options, or what is wrong with the arguments.</summary>
    public static (RegistryOptions? Options, string? Error) Parse(
        IReadOnlyList<string> arguments, Func<string, string?> environment)
    {
        var options = FromEnvironment(name => environment(name) is { Length: > 0 } value ? value : null);
        if (options.RateLimits is null)
            return (null, $"${RateLimitsVariable} holds something else than limits such as publish-new=5/600");
        if (environment(AuthRequiredVariable) is not (null or "" or "true" or "false"))
            return (null, $"${AuthRequiredVariable} must be true or false");
        for (var at = 0; at < arguments.Count; at++)
        {
            if (arguments[at] == "--auth-required")
            {
                options = options with { AuthRequired = true };
                continue;
            }

            if (arguments[at] == "--exit-with-stdin")
            {
                options = options with { ExitWithStdin = true };
                continue;
            }

            if (at + 1 == arguments.Count || With(options, arguments[at], arguments[at + 1]) is not { } next)
                return (null, $"`{arguments[at]}` is not an option, or its value is missing or wrong");
            options = next;
            at++;
        }

        return Lacking(options) is { } lacking ? (null, lacking) : (options, null);
    }

    private static RegistryOptions FromEnvironment(Func<string, string?> environment) => new()
    {
        AdminToken = environment(AdminTokenVariable),
        Database = environment(DatabaseVariable),
        PurgeSecret = environment(PurgeSecretVariable),
        AuthRequired = environment(AuthRequiredVariable) == "true",
        DownloadSecret = environment(DownloadSecretVariable),
        // Null when it is wrong, which is told by the caller.
        RateLimits = Limits.RateLimit.ParseAll(environment(RateLimitsVariable) ?? "")!,
        StorageKey = environment(StorageKeyVariable) is { } access && environment(StorageSecretVariable) is { } secret
            ? new S3Key(access, secret)
            : null,
    };

    // A part that another process runs must be reachable, and known by its secret.
    private static string? Lacking(RegistryOptions options)
    {
        if (options.AdminToken is { Length: < MinTokenLength })
            return $"the administrator's token must have {MinTokenLength} characters or more";
        if ((options.Parts & (Part.Api | Part.Worker)) == 0)
            return null;
        // On PostgreSQL another replica may have to verify what this one signs.
        if (options is { AuthRequired: true, Database: not null, DownloadSecret: null })
            return $"a private registry on PostgreSQL needs ${DownloadSecretVariable}, the same for all replicas";
        if (!options.Parts.HasFlag(Part.Storage) && (options.Routes.Storage is null || options.StorageKey is null))
            return $"without the part storage, --storage-url, ${StorageKeyVariable} and ${StorageSecretVariable} must say where it is";
        return !options.Parts.HasFlag(Part.Edge)
            && (options.Routes.PublicEdge is null || options.Routes.Purge is null || options.PurgeSecret is null)
            ? $"without the part edge, --public-edge-url, --purge-url and ${PurgeSecretVariable} must say where it is"
            : null;
    }

    private static RegistryOptions? With(RegistryOptions options, string name, string value) => name switch
    {
        "--parts" => Parts(value) is { } parts ? options with { Parts = parts } : null,
        "--data" => options with { Data = Path.GetFullPath(value) },
        "--listen" => System.Net.IPAddress.TryParse(value, out _) ? options with { Listen = value } : null,
        "--port" => Port(value) is { } port ? options with { Port = port } : null,
        "--edge-port" => Port(value) is { } port ? options with { EdgePort = port } : null,
        "--storage-port" => Port(value) is { } port ? options with { StoragePort = port } : null,
        "--admin-token-file" =>
            File.Exists(value) ? options with { AdminToken = File.ReadAllText(value).Trim() } : null,
        "--rate-limit" => Limits.RateLimit.ParseAll(value) is { } limits ? options with { RateLimits = limits } : null,
        "--log-level" =>
            Enum.TryParse<LogLevel>(value, ignoreCase: true, out var level) ? options with { LogLevel = level } : null,
        _ => Url(value) is { } url && WithRoute(options.Routes, name, url) is { } routes
            ? options with { Routes = routes }
            : null,
    };

    private static RouteOptions? WithRoute(RouteOptions routes, string name, string url) => name switch
    {
        "--public-url" => routes with { Public = url },
        "--public-edge-url" => routes with { PublicEdge = url },
        "--storage-url" => routes with { Storage = url },
        "--purge-url" => routes with { Purge = url },
        "--origin-url" => routes with { Origin = url },
        "--replica-url" => routes with { Replica = url },
        _ => null,
    };

    private static Part? Parts(string text)
    {
        var parts = Part.None;
        foreach (var name in text.Split(','))
        {
            if (!Enum.TryParse<Part>(name, ignoreCase: true, out var part) || !char.IsAsciiLetter(name[0]) || part == Part.None)
                return null;
            parts |= part;
        }

        return parts;
    }

    private static int? Port(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;

    private static string? Url(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
            ? text.TrimEnd('/')
            : null;
}
