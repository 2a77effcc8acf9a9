using System.Text;
using Seatrial.Faults.Http;

namespace Seatrial.Faults.Tests.Http;

public sealed class PlainHttpTests
{
    private static readonly Names Names = new([("t7f3-demo", "{crate}"), ("1.0.0", "{version}")]);

    [Theory]
    [InlineData("PURGE /", "xkey: crate/t7f3-demo", "PURGE crate/{crate}", true)]
    [InlineData("PURGE /index/t7f3-demo", "", "PURGE /index/{crate}", true)]
    [InlineData("GET /api/v1/crates/t7f3-demo/1.0.0/download", "", "GET /api/v1/crates/{crate}/{version}/download", false)]
    [InlineData("GET /api/v1/users/42/tokens", "", "GET /api/v1/users/{number}/tokens", false)]
    [InlineData("GET /search?q=t7f3-demo&page=2", "", "GET /search?q&page", false)]
    [InlineData("PUT /api/v1/crates/new", "", "PUT /api/v1/crates/new", true)]
    [InlineData("HEAD /x", "", "HEAD /x", false)]
    public void An_operation_is_called_by_its_method_and_its_path_or_its_key(string request, string header, string name, bool writes)
    {
        var operation = new PlainHttp("xkey").Of(Head(request, header), Names);
        Assert.Equal(name, operation.Name);
        Assert.Equal(writes, operation.Traits.HasFlag(Traits.Writes | Traits.Commits));
    }

    [Fact]
    public void What_a_query_says_is_not_shown() =>
        Assert.DoesNotContain("secret", new PlainHttp().Of(Head("GET /x?token=secret"), Names).Detail, StringComparison.Ordinal);

    [Theory]
    [InlineData(null, 503, "Service Unavailable\n")]
    [InlineData("429", 429, "429\n")]
    [InlineData("busy", 503, "busy\n")]
    [InlineData("200", 503, "200\n")]
    public void It_refuses_with_a_status(string? code, int status, string body)
    {
        var refusal = new PlainHttp().Refuse(Head("PURGE /"), code);
        Assert.Equal((status, body), (refusal.Status, refusal.Body));
    }

    private static RequestHead Head(string request, string header = "") =>
        new(Encoding.Latin1.GetBytes($"{request} HTTP/1.1\r\n{header}{(header.Length > 0 ? "\r\n" : "")}\r\n"));
}
