using System.Text;
using CsCheck;
using Seatrial.Load.Http;

namespace Seatrial.Load.Tests;

public sealed class ResponseReaderTests
{
    private static readonly HttpLimits Limits = new(512, 4096);

    private static readonly string[] s_words =
        ["HTTP/1.1 200 OK\r\n", "Content-Length: 3\r\n", "Transfer-Encoding: chunked\r\n", "\r\n", "3\r\n", "abc", "0\r\n", ": ", "\n", "ffffffff\r\n"];

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello", 200, true)]
    [InlineData("HTTP/1.1 200\r\ncontent-length:5 \r\n\r\nhello", 200, true)]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 404, true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n", 200, true)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n0\r\nA-Trailer: x\r\nAnother: y\r\n\r\n", 200, true)]
    [InlineData("HTTP/1.1 204 No Content\r\n\r\n", 204, true)]
    [InlineData("HTTP/1.1 304 Not Modified\r\nContent-Length: 99\r\n\r\n", 304, true)]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx", 200, true)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx", 200, false)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: upgrade, Close\r\nContent-Length: 1\r\n\r\nx", 200, false)]
    [InlineData("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx", 200, false)]
    [InlineData("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 1\r\n\r\nx", 200, true)]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx", 200, true)]
    public void An_answer_is_read_however_it_is_cut(string answer, int status, bool isKept)
    {
        var bytes = Encoding.ASCII.GetBytes(answer);
        Assert.Equal((Reading.Whole, status, isKept, 0), Read(bytes, [bytes.Length]));
        // One byte after the other, and in two pieces cut everywhere.
        Assert.Equal((Reading.Whole, status, isKept, 0), Read(bytes, [.. Enumerable.Repeat(1, bytes.Length)]));
        for (var cut = 1; cut < bytes.Length; cut++)
            Assert.Equal((Reading.Whole, status, isKept, 0), Read(bytes, [cut, bytes.Length - cut]));
    }

    [Theory]
    [InlineData("HTTP/2 200 OK\r\n\r\n")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n\r\n")]
    [InlineData("HTTP/1.1 2x0 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 099 Low\r\n\r\n")]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nX: y\r\n folded\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxx\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\nx\r\n")]
    public void What_is_no_answer_is_told_however_it_is_cut(string answer)
    {
        var bytes = Encoding.ASCII.GetBytes(answer);
        Assert.Equal(Reading.Bad, Read(bytes, [bytes.Length]).Reading);
        Assert.Equal(Reading.Bad, Read(bytes, [.. Enumerable.Repeat(1, bytes.Length)]).Reading);
    }

    [Fact]
    public void The_answer_to_a_HEAD_has_no_body()
    {
        var reader = new ResponseReader(Limits);
        reader.Begin(isHead: true);
        ReadOnlySpan<byte> bytes = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"u8;
        Assert.Equal(Reading.Whole, reader.Read(ref bytes));
    }

    [Fact]
    public void The_answer_to_a_GET_has_one()
    {
        var reader = new ResponseReader(Limits);
        reader.Begin(isHead: false);
        ReadOnlySpan<byte> bytes = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"u8;
        Assert.Equal(Reading.Unfinished, reader.Read(ref bytes));
    }

    [Fact]
    public void An_answer_without_a_length_ends_with_the_connection()
    {
        var reader = new ResponseReader(Limits);
        reader.Begin(isHead: false);
        ReadOnlySpan<byte> bytes = "HTTP/1.1 200 OK\r\n\r\nsome"u8;
        Assert.Equal(Reading.Unfinished, reader.Read(ref bytes));
        Assert.True(reader.IsWholeAtClose);
    }

    [Fact]
    public void One_with_a_length_does_not()
    {
        var reader = new ResponseReader(Limits);
        reader.Begin(isHead: false);
        ReadOnlySpan<byte> bytes = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsome"u8;
        Assert.Equal(Reading.Unfinished, reader.Read(ref bytes));
        Assert.False(reader.IsWholeAtClose);
    }

    [Fact]
    public void What_follows_the_answer_is_left()
    {
        var bytes = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1"u8.ToArray();
        Assert.Equal((Reading.Whole, 200, true, 8), Read(bytes, [bytes.Length]));
    }

    [Theory]
    [InlineData(500, nameof(Reading.TooLarge))]
    [InlineData(400, nameof(Reading.Whole))]
    public void A_head_has_a_limit(int padding, string expected)
    {
        var bytes = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nX: {new string('x', padding)}\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal(expected, Read(bytes, [bytes.Length]).Reading.ToString());
        Assert.Equal(expected, Read(bytes, [.. Enumerable.Repeat(1, bytes.Length)]).Reading.ToString());
    }

    [Theory]
    [InlineData("Content-Length: 4097\r\n\r\n", nameof(Reading.TooLarge))]
    [InlineData("Content-Length: 4096\r\n\r\n", nameof(Reading.Unfinished))]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1001\r\n", nameof(Reading.TooLarge))]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n1000\r\n", nameof(Reading.Unfinished))]
    public void A_body_has_a_limit(string rest, string expected)
    {
        var bytes = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{rest}");
        Assert.Equal(expected, Read(bytes, [bytes.Length]).Reading.ToString());
    }

    [Fact]
    public void Trailers_have_a_limit()
    {
        var bytes = Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n{string.Concat(Enumerable.Repeat("A: 0123456789\r\n", 60))}\r\n");
        Assert.Equal(Reading.TooLarge, Read(bytes, [bytes.Length]).Reading);
    }

    [Fact]
    public void Any_bytes_come_to_an_end_however_they_are_cut() => Gen.Select(
        Gen.Int[0, s_words.Length - 1].Select(at => s_words[at]).Array[0, 12],
        Gen.Int[1, 40]).Sample((words, piece) =>
        {
            var bytes = Encoding.ASCII.GetBytes(string.Concat(words));
            var whole = Read(bytes, [bytes.Length]);
            var cut = Read(bytes, [.. Enumerable.Repeat(piece, bytes.Length / piece), bytes.Length % piece]);
            Assert.Equal((whole.Reading, whole.Status), (cut.Reading, cut.Status));
        }, iter: 2000);

    private static (Reading Reading, int Status, bool IsKept, int Left) Read(byte[] bytes, int[] pieces)
    {
        var reader = new ResponseReader(Limits);
        reader.Begin(isHead: false);
        var at = 0;
        foreach (var piece in pieces)
        {
            ReadOnlySpan<byte> here = bytes.AsSpan(at, piece);
            at += piece;
            var reading = reader.Read(ref here);
            if (reading != Reading.Unfinished)
                return (reading, reader.Status, reader.IsKept, here.Length + bytes.Length - at);
        }

        return (Reading.Unfinished, reader.Status, reader.IsKept, 0);
    }
}
