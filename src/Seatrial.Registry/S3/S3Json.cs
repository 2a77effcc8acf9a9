using System.Text.Json.Serialization;

namespace Seatrial.Registry.S3;

/// <summary>The storage server's JSON, made at compile time.</summary>
[JsonSerializable(typeof(ObjectInfo))]
internal sealed partial class S3Json : JsonSerializerContext;
