namespace Seatrial.Cargo.Tests.Publish;

public sealed class PublishFrameTests
{
    private static readonly byte[] Json = Some.Metadata.ToJson();
    private static readonly byte[] Archive = [1, 2, 3, 4, 5];
    private static readonly uint J = (uint)Json.Length;
    private static readonly byte[] Good = PublishFrame.Of(Some.Metadata, Archive).Write();

    private static byte[] Raw(uint json, uint archive, byte[]? trailing = null) =>
        PublishFrame.WriteRaw(json, Json, archive, Archive, trailing);

    public static TheoryData<byte[], string, bool> Broken => new()
    {
        { [], "M01", false },
        { [1], "M02", false },
        { [1, 2, 3], "M02", false },
        { PublishFrame.WriteRaw(0, [], 5, Archive), "M03", false },
        { Raw(uint.MaxValue, 5), "M04", true },
        { Raw((1 << 20) + 1, 5), "M04", true },
        { Raw(J + 1, 5), "M11", true },
        { Raw(J - 1, 5), "M10", false },
        { Raw(J + 100, 5), "M06", false },
        { Good[..(int)(4 + J)], "M07", false },
        { Good[..(int)(4 + J + 3)], "M08", false },
        { PublishFrame.WriteRaw(J, Json, 0, []), "M09", false },
        { Raw(J, 6), "M10", false },
        { Raw(J, 4), "M12", false },
        { Raw(J, uint.MaxValue), "M11", true },
        { Raw(J, (10 << 20) + 1), "M11", true },
        { Raw(J, 5, [0]), "M12", false },
        { Raw(System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(J), 5), "M04", true },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_wrong_frame_is_refused_before_anything_is_made_of_it(byte[] body, string rule, bool tooLarge)
    {
        var broken = PublishFrame.Read(body, PublishLimits.Standard).Violation!;
        Assert.Equal(rule, broken.Rule);
        Assert.Equal(tooLarge, broken.TooLarge);
    }

    [Fact]
    public void A_good_frame_gives_its_parts_back()
    {
        var frame = PublishFrame.Read(Good, PublishLimits.Standard).Value;
        Assert.Equal(Archive, frame.Archive.ToArray());
        Assert.Equal(Json, frame.MetadataJson.ToArray());
        Assert.Equal("foo", frame.Metadata.Name.Text);
        Assert.Equal(Good, frame.Write());
    }

    [Fact]
    public void A_body_at_the_caps_passes_and_one_above_does_not()
    {
        var exact = new PublishLimits { MetadataBytes = Json.Length, ArchiveBytes = Archive.Length };
        Assert.True(PublishFrame.Read(Good, exact).IsValid);
        Assert.Equal("M04", PublishFrame.Read(Good, exact with { MetadataBytes = Json.Length - 1 }).Violation!.Rule);
        Assert.Equal("M11", PublishFrame.Read(Good, exact with { ArchiveBytes = Archive.Length - 1 }).Violation!.Rule);
    }
}
