using Seatrial.Cargo;

namespace Seatrial.Scenarios;

/// <summary>What the probe of a registry found.</summary>
internal sealed class ProbeResult(RegistryConfig config)
{
    private readonly Dictionary<Capability, (bool Available, string Evidence)> _capabilities = [];

    /// <summary>What config.json says.</summary>
    public RegistryConfig Config { get; } = config;

    /// <summary>Each capability, with what was asked and what came.</summary>
    public IReadOnlyDictionary<Capability, (bool Available, string Evidence)> Capabilities => _capabilities;

    /// <summary>The second user; absent without <see cref="Capability.OtherUser"/>.</summary>
    public User? Stranger { get; set; }

    public void Add(Capability capability, bool available, string evidence) => _capabilities[capability] = (available, evidence);
}

/// <summary>Why a registry could not be tested at all: what was asked, what came, what was expected.</summary>
/// <param name="Asked">The request.</param>
/// <param name="Came">What came of it.</param>
/// <param name="Expected">What a registry would have answered.</param>
/// <param name="Hint">What the user can do about it.</param>
public sealed record Unusable(string Asked, string Came, string Expected, string Hint);
