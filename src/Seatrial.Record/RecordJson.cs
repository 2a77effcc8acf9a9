using System.Text.Json;
using System.Text.Json.Serialization;

namespace Seatrial.Record;

/// <summary>How events are written: one compact JSON object a line, camel-case names, absent members left out.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    AllowOutOfOrderMetadataProperties = true)]
[JsonSerializable(typeof(RecordEvent))]
internal sealed partial class RecordJson : JsonSerializerContext;
