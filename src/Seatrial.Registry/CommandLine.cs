using System.Globalization;

namespace Seatrial.Registry;

/// <summary>Reads the options of <c>serve</c>.</summary>
internal static class CommandLine
{
    public const string AdminTokenVariable = "SEATRIAL_ADMIN_TOKEN";

    public const string Usage = """
        usage: seatrial-registry serve [options]
          --data DIR               where everything is kept (default: a temporary folder, removed at the end)
          --listen ADDRESS         the address of all three servers (default 127.0.0.1)
          --port N, --edge-port N, --storage-port N   0 for any free port (default)
          --admin-token-file FILE  the administrator's token (default: $SEATRIAL_ADMIN_TOKEN, else a new one)
          --exit-with-stdin        stop when standard input ends
          --log-level LEVEL        trace, debug, information, warning (default), error
          --public-url URL         the registry as clients reach it, when something stands in between
          --public-edge-url URL    the edge as clients reach it
          --storage-url URL        the storage as the registry reaches it
          --purge-url URL          the edge as the registry reaches it
          --origin-url URL         the registry as the edge reaches it
        """;

    private const int MinTokenLength = 16;

    /// <summary>The options, or what is wrong with the arguments.</summary>
    public static (RegistryOptions? Options, string? Error) Parse(
        IReadOnlyList<string> arguments, Func<string, string?> environment)
    {
        var token = environment(AdminTokenVariable);
        var options = new RegistryOptions { AdminToken = string.IsNullOrEmpty(token) ? null : token };
        for (var at = 0; at < arguments.Count; at++)
        {
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

        return options.AdminToken is { Length: < MinTokenLength }
            ? (null, $"the administrator's token must have {MinTokenLength} characters or more")
            : (options, null);
    }

    private static RegistryOptions? With(RegistryOptions options, string name, string value) => name switch
    {
        "--data" => options with { Data = Path.GetFullPath(value) },
        "--listen" => System.Net.IPAddress.TryParse(value, out _) ? options with { Listen = value } : null,
        "--port" => Port(value) is { } port ? options with { Port = port } : null,
        "--edge-port" => Port(value) is { } port ? options with { EdgePort = port } : null,
        "--storage-port" => Port(value) is { } port ? options with { StoragePort = port } : null,
        "--admin-token-file" =>
            File.Exists(value) ? options with { AdminToken = File.ReadAllText(value).Trim() } : null,
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
        _ => null,
    };

    private static int? Port(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null;

    private static string? Url(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
            ? text.TrimEnd('/')
            : null;
}
