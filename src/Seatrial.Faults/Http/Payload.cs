using System.Security.Cryptography;

namespace Seatrial.Faults.Http;

/// <summary>The SHA-256 of what a body carries, worked out while it goes by.</summary>
/// <param name="wrapped">Whether the content is framed once more, as aws-chunked: sizes, signatures and trailers are not payload.</param>
internal sealed class Payload(bool wrapped) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Payload? _inner = wrapped ? new Payload(wrapped: false) : null;
    private Body _frames = Body.Chunks();

    /// <summary>Content of the body.</summary>
    public void Add(ReadOnlySpan<byte> content)
    {
        // aws-chunked has the grammar of chunked: the signature stands where an extension does.
        if (_inner is not null)
            _frames.Take(content, _inner);
        else
            _hash.AppendData(content);
    }

    /// <summary>The hash in lower case; null when the frames could not be read to their end.</summary>
    public string? Text => _inner is null ? Convert.ToHexStringLower(_hash.GetCurrentHash()) : _frames.IsDone ? _inner.Text : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        _hash.Dispose();
        _inner?.Dispose();
    }
}
