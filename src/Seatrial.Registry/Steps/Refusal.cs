namespace Seatrial.Registry.Steps;

/// <summary>Why a step did not let a workflow go on, as the client is told.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">One sentence for people; it never holds a secret.</param>
internal sealed record Refusal(int Status, string Detail)
{
    /// <summary>What a client should wait before it tries again; cargo honours it on 429 and 503 (NET-04).</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A dependency could not answer, so nothing is known about the request itself.</summary>
    public bool IsOutage => Status == StatusCodes.Status503ServiceUnavailable;

    public static Refusal Invalid(string detail) => new(StatusCodes.Status400BadRequest, detail);

    public static Refusal Invalid(Violation violation) =>
        violation.TooLarge
            ? new(StatusCodes.Status413PayloadTooLarge, violation.ToString())
            : Invalid(violation.ToString());

    public static Refusal Forbidden(string detail) => new(StatusCodes.Status403Forbidden, detail);

    public static Refusal NotFound(string detail) => new(StatusCodes.Status404NotFound, detail);

    public static Refusal Conflict(string detail) => new(StatusCodes.Status409Conflict, detail);

    public static Refusal NoCrate(string name) => NotFound($"crate `{Shown(name)}` does not exist");

    public static Refusal NoVersion(string name, string version) =>
        NotFound($"crate `{Shown(name)}` does not have a version `{Shown(version)}`");

    /// <summary>Never a 4xx: what a dependency would have said is unknown.</summary>
    public static Refusal Unavailable(string what) =>
        new(StatusCodes.Status503ServiceUnavailable, $"{what} cannot be reached now, please try again")
        {
            RetryAfter = RetryPause,
        };

    // Long enough for a restart of a dependency, short against cargo's 10 s cap on Retry-After (NET-04).
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);

    private const int MostShown = 100;

    // What a client sent is repeated to it in part only: an answer stays short whatever the path was.
    private static string Shown(string text) => text.Length <= MostShown ? text : text[..MostShown] + "…";
}
