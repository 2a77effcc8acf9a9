namespace Seatrial.Faults.Http;

/// <summary>What an API over HTTP calls its operations, and in which words it refuses one. The wire is the same for all.</summary>
public abstract class HttpApi
{
    /// <summary>Names the operation of a request, so that two runs of a workflow name it alike.</summary>
    /// <param name="head">The request; its body has not been read.</param>
    /// <param name="names">What is named anew in this run.</param>
    public abstract HttpOperation Of(RequestHead head, Names names);

    /// <summary>Refuses a request.</summary>
    /// <param name="head">The request.</param>
    /// <param name="code">The error in the API's own words; null for the usual one.</param>
    public abstract Refusal Refuse(RequestHead head, string? code);

    /// <summary>What all attempts of one call carry, when the client's library sends such a thing; null when it does not.</summary>
    public virtual string? CallOf(RequestHead head) => null;

    /// <summary>Whether the body is framed once more by the API, so that its payload has to be unwrapped before it can be hashed.</summary>
    internal virtual bool WrapsPayload(RequestHead head) => false;
}

/// <summary>The answer of an API that refuses.</summary>
/// <param name="Status">Such as 503.</param>
/// <param name="Headers">Name and value of those that say more than the length.</param>
/// <param name="Body">The words.</param>
public sealed record Refusal(int Status, IReadOnlyList<(string Name, string Value)> Headers, string Body);
