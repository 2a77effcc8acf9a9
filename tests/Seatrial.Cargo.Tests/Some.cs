using System.Text;

namespace Seatrial.Cargo.Tests;

/// <summary>Small valid things that tests start from.</summary>
internal static class Some
{
    public const string Cksum = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    public static PublishMetadata Metadata { get; } = new() { Name = Name("foo"), Version = Version("1.0.0") };

    public static CrateName Name(string text) => CrateName.Parse(text).Value;

    public static CrateVersion Version(string text) => CrateVersion.Parse(text).Value;

    public static VersionRequirement Requirement(string text) => VersionRequirement.Parse(text).Value;

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(byte[] utf8) => Encoding.UTF8.GetString(utf8);
}
