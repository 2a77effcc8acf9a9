using System.IO.Enumeration;

namespace Seatrial.Scenarios;

/// <summary>A user of the registry under test.</summary>
/// <param name="Login">The name by which owners are added; absent when it is not known.</param>
/// <param name="Token">The token, as it stands in <c>Authorization</c>.</param>
public sealed record User(string? Login, string Token);

/// <summary>How to reach and drive the registry under test.</summary>
public sealed record Target
{
    /// <summary>The default of <see cref="VisibleWithin"/>: generous for one machine; cargo itself waits 60 s (API-PUB-12).</summary>
    public static readonly TimeSpan DefaultVisibleWithin = TimeSpan.FromSeconds(10);

    /// <summary>The base URL of the sparse index, with its final slash and without <c>sparse+</c>.</summary>
    public required Uri Index { get; init; }

    /// <summary>The user who publishes.</summary>
    public required User Publisher { get; init; }

    /// <summary>A second user; absent when the registry has to be asked for one.</summary>
    public User? Stranger { get; init; }

    /// <summary>The roots that its certificates must lead to; the system's when absent.</summary>
    public RootCertificates? Roots { get; init; }

    /// <summary>How the registry runs: <c>embedded</c>, <c>full</c> or <c>external</c>.</summary>
    public string Topology { get; init; } = "external";

    /// <summary>How long the registry may take to show what it accepted.</summary>
    public TimeSpan VisibleWithin { get; init; } = DefaultVisibleWithin;

    /// <summary>How it is swept; absent when the target file does not say.</summary>
    public Sweeps.SweptTarget? Swept { get; init; }

    /// <summary>Scenarios that the user switched off: ids, or patterns with <c>*</c>.</summary>
    public IReadOnlyList<string> Disabled { get; init; } = [];

    /// <summary>The pattern by which the user switched a scenario off; nothing when it is on.</summary>
    public string? Disables(string scenario) =>
        Disabled.FirstOrDefault(pattern => FileSystemName.MatchesSimpleExpression(pattern, scenario));
}
