namespace Seatrial.Faults.Http;

/// <summary>What an HTTP request asks for, as its API calls it.</summary>
/// <param name="Name">Without what differs between runs: <c>PutObject crates/{crate}/{crate}-{version}.crate</c>.</param>
/// <param name="Traits">What it does, as far as faults have to know.</param>
/// <param name="Detail">The request in full, without secrets; for people only.</param>
public sealed record HttpOperation(string Name, Traits Traits, string Detail);
