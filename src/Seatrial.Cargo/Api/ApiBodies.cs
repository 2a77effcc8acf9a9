using System.Text.Json.Serialization;

namespace Seatrial.Cargo;

/// <summary>What every refused API call answers with (API-GEN-02).</summary>
/// <param name="Errors">At least one.</param>
public sealed record ErrorBody(IReadOnlyList<ErrorDetail> Errors)
{
    /// <summary>A body with one error.</summary>
    public static ErrorBody Of(string detail) => new([new(detail)]);
}

/// <summary>One error of an <see cref="ErrorBody"/>.</summary>
/// <param name="Detail">A sentence that cargo shows to its user.</param>
public sealed record ErrorDetail(string Detail);

/// <summary>What yank and unyank answer with; <c>false</c> makes cargo panic (API-YANK-03), so that there is none.</summary>
public sealed record OkBody
{
    /// <summary>Always true.</summary>
    [JsonInclude]
    public bool Ok { get; } = true;
}

/// <summary>A crate's owners (API-OWN-01).</summary>
/// <param name="Users">May be empty.</param>
public sealed record OwnersBody(IReadOnlyList<Owner> Users);

/// <summary>An owner of a crate.</summary>
/// <param name="Id">Cargo fails on anything above 32 bits (API-OWN-01).</param>
/// <param name="Login">The name to add or remove by.</param>
/// <param name="Name">The name to show.</param>
public sealed record Owner(uint Id, string Login, string? Name = null)
{
    /// <summary>An address; null when it is not shown.</summary>
    public string? Email { get; init; }

    /// <summary>The URL of a picture.</summary>
    public string? Avatar { get; init; }
}

/// <summary>A request to add or remove owners.</summary>
public sealed record OwnersChange
{
    /// <summary>The logins, as cargo sends them (API-OWN-02).</summary>
    public IReadOnlyList<string>? Users { get; init; }

    /// <summary>The same under the name that crates.io also takes (API-OWN-05).</summary>
    public IReadOnlyList<string>? Owners { get; init; }

    /// <summary>The logins, whichever name they came under.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Logins => Users ?? Owners ?? [];
}

/// <summary>What adding and removing owners answers with; cargo needs both members for both (API-OWN-02, API-OWN-03).</summary>
/// <param name="Msg">A sentence that cargo shows to its user.</param>
public sealed record OwnersChanged(string Msg)
{
    /// <summary>Always true.</summary>
    [JsonInclude]
    public bool Ok { get; } = true;
}

/// <summary>What a publish answers with (API-PUB-11).</summary>
/// <param name="Warnings">What was taken in spite of a fault.</param>
public sealed record PublishAnswer(PublishWarnings Warnings)
{
    /// <summary>An answer without warnings.</summary>
    public static PublishAnswer Clean { get; } = new(new PublishWarnings([], [], []));
}

/// <summary>Lists that cargo shows to the publisher.</summary>
/// <param name="InvalidCategories">Category slugs that do not exist.</param>
/// <param name="InvalidBadges">Badges that do not exist.</param>
/// <param name="Other">Sentences.</param>
public sealed record PublishWarnings(
    IReadOnlyList<string> InvalidCategories, IReadOnlyList<string> InvalidBadges, IReadOnlyList<string> Other);

/// <summary>A page of search results (API-SRCH-02).</summary>
/// <param name="Crates">The page.</param>
/// <param name="Meta">How many there are.</param>
public sealed record SearchBody(IReadOnlyList<SearchCrate> Crates, SearchMeta Meta);

/// <summary>A crate that was found.</summary>
/// <param name="Name">The crate.</param>
/// <param name="MaxVersion">Its highest version that is not yanked (VER-05).</param>
/// <param name="Description">Its description; cargo shows it in one line (API-SRCH-05).</param>
public sealed record SearchCrate(string Name, string MaxVersion, string? Description = null);

/// <summary>How many crates a search found.</summary>
/// <param name="Total">On all pages together; cargo fails on anything above 32 bits (API-SRCH-02).</param>
public sealed record SearchMeta(uint Total);

/// <summary>How the bodies of the web API are read and written without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(OkBody))]
[JsonSerializable(typeof(OwnersBody))]
[JsonSerializable(typeof(OwnersChange))]
[JsonSerializable(typeof(OwnersChanged))]
[JsonSerializable(typeof(PublishAnswer))]
[JsonSerializable(typeof(SearchBody))]
public sealed partial class CargoJson : JsonSerializerContext;
