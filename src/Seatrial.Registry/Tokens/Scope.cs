namespace Seatrial.Registry.Tokens;

/// <summary>What a token may be limited to, in crates.io's words and <c>read</c> for private registries.</summary>
internal static class Scope
{
    public const string PublishNew = "publish-new";
    public const string PublishUpdate = "publish-update";
    public const string Yank = "yank";
    public const string ChangeOwners = "change-owners";
    public const string Read = "read";

    public static IReadOnlyList<string> All { get; } = [PublishNew, PublishUpdate, Yank, ChangeOwners, Read];
}
