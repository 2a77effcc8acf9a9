using Seatrial.Load.Http;

namespace Seatrial.Load.Sessions;

/// <summary>The requests that a registry is loaded with: rendered once, for a world that is there.</summary>
public sealed record RegistryRequests
{
    /// <summary>The index's config.json.</summary>
    public required Request Config { get; init; }

    /// <summary>Each crate's index file, as a client asks that has nothing.</summary>
    public required IReadOnlyList<Request> Index { get; init; }

    /// <summary>The same, as a client asks that has it.</summary>
    public required IReadOnlyList<Request> IndexAgain { get; init; }

    /// <summary>Each crate's archive: one request, and one more for each redirect.</summary>
    public required IReadOnlyList<IReadOnlyList<Request>> Downloads { get; init; }

    /// <summary>Searches.</summary>
    public required IReadOnlyList<Request> Searches { get; init; }

    /// <summary>Each crate's page.</summary>
    public required IReadOnlyList<Request> Pages { get; init; }

    /// <summary>The publish of an arrival, by its number: names must not be taken twice.</summary>
    public required Func<long, Request> Publish { get; init; }
}
