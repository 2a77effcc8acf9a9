using Seatrial.Registry.S3;

namespace Seatrial.Registry.Tests.S3;

/// <summary>SigV4 against Amazon's own worked examples.</summary>
public sealed class SignatureTests
{
    private const string Secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private const string Timestamp = "20130524T000000Z";
    private const string Empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    // "Examples: Signature Calculations", Amazon S3 API Reference: GET Object, GET Bucket Lifecycle, List Objects.
    [Fact]
    public void Get_object_with_a_range() => Assert.Equal(
        "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
        Sign("/test.txt", [],
            [("host", "examplebucket.s3.amazonaws.com"), ("range", "bytes=0-9"), ("x-amz-content-sha256", Empty),
                ("x-amz-date", Timestamp)]));

    [Fact]
    public void A_parameter_without_a_value() => Assert.Equal(
        "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
        Sign("/", [("lifecycle", "")],
            [("host", "examplebucket.s3.amazonaws.com"), ("x-amz-content-sha256", Empty), ("x-amz-date", Timestamp)]));

    [Fact]
    public void Several_parameters() => Assert.Equal(
        "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
        Sign("/", [("prefix", "J"), ("max-keys", "2")],
            [("host", "examplebucket.s3.amazonaws.com"), ("x-amz-content-sha256", Empty), ("x-amz-date", Timestamp)]));

    private static string Sign(string path, (string, string)[] query, (string, string)[] headers) => Signature.Of(
        new CanonicalRequest("GET", path, Pairs(query), Pairs(headers), Empty),
            new Scope("20130524", "us-east-1", "s3"), Timestamp, Secret);

    private static List<KeyValuePair<string, string>> Pairs((string Key, string Value)[] pairs) =>
        [.. pairs.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))];
}
