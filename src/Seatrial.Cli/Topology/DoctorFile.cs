using System.Text.Json;
using System.Text.Json.Nodes;

namespace Seatrial.Cli.Topology;

/// <summary>How the doctor reaches the parts of a full topology: a file among its data that only its owner can read.</summary>
internal static class DoctorFile
{
    private const string Name = "doctor.json";

    /// <summary>Writes it, readable for nobody else: it holds the topology's secrets.</summary>
    public static async Task WriteAsync(string folder, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(Path.Combine(folder, Name), options);
        await using var json = new Utf8JsonWriter(file);
        new JsonObject
        {
            ["arguments"] = new JsonArray([.. arguments.Select(argument => (JsonNode)argument)]),
            ["environment"] = new JsonObject(environment.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))),
        }.WriteTo(json);
    }

    /// <summary>The doctor's options and environment for a data folder: an embedded registry needs no more than the folder.</summary>
    public static (IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment) Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        if (!File.Exists(path))
            return (["--data", Path.GetFullPath(folder)], new Dictionary<string, string>());
        var file = JsonNode.Parse(File.ReadAllText(path))!;
        return ([.. file["arguments"]!.AsArray().Select(argument => (string)argument!)],
            file["environment"]!.AsObject().ToDictionary(one => one.Key, one => (string)one.Value!));
    }
}
