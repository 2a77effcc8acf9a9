using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Seatrial.Registry.Configuration;
using Seatrial.Registry.S3;
using Seatrial.Registry.Storage;

namespace Seatrial.Registry.Doctor;

/// <summary>The command <c>doctor</c>: reaches the parts, examines them, repairs on request, and prints what it found.</summary>
internal static class Doctoring
{
    public const string Usage = """
        usage: seatrial-registry doctor [--repair] [--json] [options as for serve]
          --data DIR               the data folder of an embedded registry, running or not
          --public-edge-url URL    compare the edge too
          --storage-url URL and the environment, as for serve, for a registry with real parts
          --repair                 queue index jobs and purges, and work derived values out again; no object is ever deleted
          --json                   a line of JSON for each finding
        ends with 0 when nothing is left to do, 1 when something is, 3 when a part does not answer
        """;

    private const int Agreed = 0;
    private const int Disagreed = 1;
    private const int WrongUsage = 2;
    private const int CannotTell = 3;
    private const int SecretBytes = 20;

    public static async Task<int> Run(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancel = default)
    {
        var (repair, json) = (arguments.Contains("--repair"), arguments.Contains("--json"));
        var configuration = RegistryConfiguration.Read(
            [.. arguments.Where(argument => argument is not ("--repair" or "--json"))], Environment.GetEnvironmentVariable);
        var options = configuration.Options;
        var error = configuration.IsValid ? Lacking(options) : string.Join('\n', configuration.Problems);
        if (error is not null)
        {
            await Console.Error.WriteLineAsync($"{error}\n{Usage}");
            return WrongUsage;
        }

        try
        {
            var findings = await Examine(options, repair, cancel);
            foreach (var finding in findings)
                await output.WriteLineAsync(json ? Line(finding) : Text(finding));
            if (!json)
                await output.WriteLineAsync(Sum(findings));
            return findings.Any(finding => finding.IsOpen) ? Disagreed : Agreed;
        }
        catch (Exception failure) when (failure is IOException or DbException || Outage.Of(failure, cancel) is not null)
        {
            await Console.Error.WriteLineAsync($"the doctor cannot tell: {Outage.Reason(failure)}");
            return CannotTell;
        }
    }

    private static string? Lacking(RegistryOptions options)
    {
        if (options.Routes.Storage is null != options.StorageKey is null)
            return "--storage-url, $SEATRIAL_STORAGE_KEY and $SEATRIAL_STORAGE_SECRET belong together";
        if (options.Data is null)
            return options.Database is null || options.Routes.Storage is null ? "--data, or a database and a storage, must say what to examine" : null;
        return options.Database is null && !File.Exists(Path.Combine(options.Data, RegistryHost.DatabaseFile))
            ? $"{options.Data} is not the data folder of a registry"
            : null;
    }

    private static async Task<IReadOnlyList<Finding>> Examine(RegistryOptions options, bool repair, CancellationToken cancel)
    {
        var key = options.StorageKey ?? new S3Key(Secret(), Secret());
        // Without a storage that runs, the doctor serves the folder to itself: there is one way to read objects.
        await using var own = options.Routes.Storage is null ? await OwnStorage(options, key, cancel) : null;
        using var storage = new ObjectStorage(new StorageAccess(
            options.Routes.Storage ?? own!.Url, options.StorageBucket, key.Access, key.Secret, options.StorageRegion));
        await using DbDataSource source = options.Database is { } server
            ? PostgreSqlSource.Of(server)
            : new SqliteSource(Path.Combine(options.Data!, RegistryHost.DatabaseFile));
        using var database = new Database(source, options.Database is null ? Dialect.Sqlite : Dialect.PostgreSql);
        using var edge = options.Routes.PublicEdge is { } url ? new EdgeView(url) : null;
        var findings = await new Examination(database, storage, edge, options.Clock).Run(cancel);
        if (!repair)
            return findings;
        var (repairs, repaired) = (new Repair(database, options.Clock), new List<Finding>());
        foreach (var finding in findings)
            repaired.Add(await repairs.Apply(finding, cancel));
        return repaired;
    }

    private static async Task<WebServer> OwnStorage(RegistryOptions options, S3Key key, CancellationToken cancel)
    {
        var server = S3Server.Build(options.Listen, 0, new ObjectFiles(Path.Combine(options.Data!, RegistryHost.StorageFolder)), key, options.Clock);
        await server.Start(cancel);
        return server;
    }

    private static string Text(Finding finding) =>
        $"{finding.Kind}: {finding.Subject}: {finding.Detail}{(finding.Repair is { } repair ? $" ({repair})" : finding.Heals ? " (a job is about to end this)" : "")}";

    private static string Sum(IReadOnlyList<Finding> findings) => string.Create(CultureInfo.InvariantCulture,
        $"{findings.Count(one => one.IsOpen)} to do, {findings.Count(one => one.Repair is not null)} repaired or queued, "
        + $"{findings.Count(one => one.Heals)} about to end, {findings.Count(one => one.OnlyInforms)} to know");

    private static string Line(Finding finding) => JsonSerializer.Serialize(finding, Json.Finding);

    private static readonly DoctorJson Json = new(new JsonSerializerOptions(DoctorJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    private static string Secret() => RandomNumberGenerator.GetHexString(2 * SecretBytes, lowercase: true);
}

/// <summary>The JSON of findings: camelCase, one a line.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Finding))]
internal sealed partial class DoctorJson : JsonSerializerContext;
