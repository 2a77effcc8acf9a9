using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Seatrial.Registry;

/// <summary>The one line on standard output that tells a parent process where everything is.</summary>
internal sealed record ReadyLine(
    string Event, string? Registry, string? Index, string? Edge, string? Storage, string Bucket, string StorageKey, string StorageSecret,
    string AdminToken, string Data, int Pid)
{
    public static string Of(RegistryHost host) => JsonSerializer.Serialize(
        new ReadyLine("ready", Serves(host) ? host.Registry.Url : null, Serves(host) ? host.Site.Addresses.Index : null,
            host.Parts.HasFlag(Part.Edge) ? host.Edge.Url : null, host.Parts.HasFlag(Part.Storage) ? host.Storage.Url : null, host.Bucket,
            host.StorageKey.Access, host.StorageKey.Secret, host.AdminToken, host.Data, Environment.ProcessId),
        Json.ReadyLine);

    private static bool Serves(RegistryHost host) => (host.Parts & (Part.Api | Part.Worker)) != 0;

    // The index URL's plus sign as it is, for readers that look with grep.
    private static readonly ReadyLineJson Json = new(new JsonSerializerOptions(ReadyLineJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}

/// <summary>The JSON of the ready line: camelCase, as its readers expect.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ReadyLine))]
internal sealed partial class ReadyLineJson : JsonSerializerContext;
