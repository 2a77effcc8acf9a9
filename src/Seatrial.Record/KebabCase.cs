using System.Text.Json;
using System.Text.Json.Serialization;

namespace Seatrial.Record;

/// <summary>Writes an enum's members in the record as lower-case words joined by hyphens: <c>harness-error</c>.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class KebabCase<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
