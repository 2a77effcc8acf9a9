using System.Security.Cryptography;
using System.Text;
using Seatrial.Faults.Http;
using Seatrial.Faults.S3;
using Seatrial.Faults.Tests.Http;
using Seatrial.Record;

namespace Seatrial.Faults.Tests.S3;

public sealed class S3ApiTests
{
    private const string Hash = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private static readonly Names Names = new([("t7f3-demo", "{crate}"), ("1.0.0", "{version}")]);

    [Theory]
    [InlineData("PUT /b/crates/t7f3-demo/t7f3-demo-1.0.0.crate", "", "PutObject crates/{crate}/{crate}-{version}.crate", true)]
    [InlineData("PUT /b/a%2Fb%20c", "", "PutObject a/b c", true)]
    [InlineData("PUT /b/k", "x-amz-copy-source: /b/o", "CopyObject k", true)]
    [InlineData("PUT /b/k?partNumber=1&uploadId=u", "", "UploadPart k", true)]
    [InlineData("PUT /b/k?partNumber=1&uploadId=u", "X-Amz-Copy-Source: /b/o", "UploadPartCopy k", true)]
    [InlineData("POST /b/k?uploads", "", "CreateMultipartUpload k", true)]
    [InlineData("POST /b/k?uploads=", "", "CreateMultipartUpload k", true)]
    [InlineData("POST /b/k?uploadId=u", "", "CompleteMultipartUpload k", true)]
    [InlineData("DELETE /b/k?uploadId=u", "", "AbortMultipartUpload k", true)]
    [InlineData("GET /b/k?uploadId=u", "", "ListParts k", false)]
    [InlineData("GET /b/k", "", "GetObject k", false)]
    [InlineData("HEAD /b/k", "", "HeadObject k", false)]
    [InlineData("DELETE /b/k", "", "DeleteObject k", true)]
    [InlineData("POST /b?delete", "", "DeleteObjects", true)]
    [InlineData("POST /b/?delete", "", "DeleteObjects", true)]
    [InlineData("GET /b?list-type=2&prefix=crates%2Ft7f3-demo", "", "ListObjectsV2 crates/{crate}", false)]
    [InlineData("GET /b/?prefix=x&list-type=2", "", "ListObjectsV2 x", false)]
    [InlineData("GET /b/", "", "ListObjects", false)]
    [InlineData("GET /b?uploads", "", "ListMultipartUploads", false)]
    [InlineData("GET /", "", "ListBuckets", false)]
    [InlineData("HEAD /b/", "", "HeadBucket", false)]
    [InlineData("PUT /b", "", "CreateBucket", true)]
    [InlineData("DELETE /b", "", "DeleteBucket", true)]
    [InlineData("GET /k/l", "Host: b.localhost:9000", "GetObject k/l", false)]
    [InlineData("GET /?list-type=2", "Host: b.localhost", "ListObjectsV2", false)]
    [InlineData("GET /b/k", "Host: 127.0.0.1:9000", "GetObject k", false)]
    [InlineData($"PUT /b/blobs/sha256/2c/f2/{Hash}", "", "PutObject blobs/sha256/{sha256}", true)]
    [InlineData($"PUT /b/blobs/2c/{Hash}.crate", "", "PutObject blobs/{sha256}.crate", true)]
    [InlineData($"PUT /b/ff/{Hash}", "", "PutObject ff/{sha256}", true)]
    [InlineData($"PUT /b/{Hash}0", "", $"PutObject {Hash}0", true)]
    public void An_operation_is_called_as_S3_calls_it(string request, string header, string name, bool writes)
    {
        var operation = Of(request, header);
        Assert.Equal(name, operation.Name);
        Assert.Equal(writes, operation.Traits.HasFlag(Traits.Writes | Traits.Commits));
        Assert.True(operation.Traits.HasFlag(Traits.Retried));
    }

    [Fact]
    public void What_asks_for_the_storage_s_health_comes_and_goes_with_time()
    {
        Assert.True(Of("GET /b?list-type=2&max-keys=1&prefix=health%2F").Traits.HasFlag(Traits.Waits));
        Assert.False(Of("GET /b?list-type=2&prefix=crates%2F").Traits.HasFlag(Traits.Waits));
    }

    [Fact]
    public void A_presigned_request_does_not_show_its_signature()
    {
        var operation = Of("GET /b/k?X-Amz-Credential=who&X-Amz-Signature=5ec7e7");
        Assert.Equal("GetObject k", operation.Name);
        Assert.DoesNotContain("5ec7e7", operation.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_of_a_payload_that_is_signed_whole_is_shown() =>
        Assert.EndsWith($"sha256 {Hash}", Of("PUT /b/k", $"x-amz-content-sha256: {Hash}").Detail, StringComparison.Ordinal);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_payload_of_an_aws_chunked_body_is_unwrapped_to_be_shown_and_goes_by_untouched(bool byteByByte)
    {
        var watch = new Watch(TimeProvider.System);
        await using var upstream = new Upstream();
        await using var proxy = new HttpProxy(new Tap(watch, Boundary.RegistryStorage, "registry"), upstream.Address, new S3Api());
        using var client = await RawClient.ToAsync(proxy.Address);
        const string Body = "5;chunk-signature=aa\r\nhello\r\n1;chunk-signature=bb\r\n!\r\n0;chunk-signature=cc\r\nx-amz-checksum-crc32:AA==\r\nx-amz-trailer-signature:dd\r\n\r\n";
        var request = $"PUT /b/k HTTP/1.1\r\nHost: a\r\nContent-Encoding: aws-chunked\r\nx-amz-content-sha256: STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER\r\nContent-Length: {Body.Length}\r\n\r\n{Body}";
        if (byteByByte)
            foreach (var one in request)
                await client.SendAsync(one.ToString());
        else
            await client.SendAsync(request);
        await client.UntilAsync("ok");
        Assert.Equal(Body, upstream.Requests[0].Text);
        var hash = Convert.ToHexStringLower(SHA256.HashData("hello!"u8));
        Assert.EndsWith($"sha256 {hash}", watch.Recording.Crossings[0].Detail, StringComparison.Ordinal);
    }

    private static HttpOperation Of(string request, string header = "") =>
        new S3Api().Of(new RequestHead(Encoding.Latin1.GetBytes($"{request} HTTP/1.1\r\n{header}{(header.Length > 0 ? "\r\n" : "")}\r\n")), Names);
}
