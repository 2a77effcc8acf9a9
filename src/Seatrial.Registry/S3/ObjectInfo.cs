namespace Seatrial.Registry.S3;

/// <summary>What is stored about an object, behind its bytes.</summary>
/// <param name="ETag">The MD5 of the bytes in quotes, as S3 does for an object put in one piece.</param>
/// <param name="Headers">Content-Type, Cache-Control and <c>x-amz-meta-*</c>, as they were put.</param>
internal sealed record ObjectInfo(
    string Key, string ETag, long Size, DateTimeOffset Modified, Dictionary<string, string> Headers);
