namespace Seatrial.Cargo.Tests.Captured;

/// <summary>Bytes that real cargo 1.95 sent, read and written again by the kernel.</summary>
public sealed class CapturedTests
{
    internal static void CheckFrame(byte[] body, string ownIndex)
    {
        var frame = PublishFrame.Read(body, PublishLimits.Standard).Value;
        Assert.Equal(System.Text.Encoding.UTF8.GetString(frame.MetadataJson.Span), System.Text.Encoding.UTF8.GetString(frame.Metadata.ToJson()));
        Assert.Equal(body, PublishFrame.Of(frame.Metadata, frame.Archive).Write());
        var contents = CrateArchive.Inspect(
            frame.Archive, frame.Metadata.Name, frame.Metadata.Version, PublishLimits.Standard, frame.Metadata.ReadmeFile).Value;
        Assert.Equal(frame.Metadata.Readme, contents.Readme);
        Assert.Null(contents.Manifest.Disagreement(frame.Metadata, ownIndex));
    }
}
