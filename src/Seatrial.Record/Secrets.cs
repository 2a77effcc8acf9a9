using System.Collections.Immutable;
using System.Text.Json;

namespace Seatrial.Record;

/// <summary>The secrets of a run. Nothing that is written may contain one (invariant I15).</summary>
public sealed class Secrets
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Placeholder = "«secret»";

    /// <summary>Shorter texts are not secrets; hiding them would hide half of the record.</summary>
    public const int MinLength = 6;

    private ImmutableHashSet<string> _known = [];

    /// <summary>Hides <paramref name="secret"/> from now on.</summary>
    /// <param name="secret">A token or password; texts under <see cref="MinLength"/> characters are ignored.</param>
    public void Add(string? secret)
    {
        if (secret is null || secret.Length < MinLength)
            return;
        ImmutableInterlocked.Update(ref _known, known => known.Add(secret).Add(JsonEncodedText.Encode(secret).ToString()));
    }

    /// <summary>The text with every known secret replaced by <see cref="Placeholder"/>.</summary>
    public string Hide(string text)
    {
        // Longest first: a secret that contains another one must not leave its rest behind.
        foreach (var secret in _known.OrderByDescending(secret => secret.Length))
            text = text.Replace(secret, Placeholder, StringComparison.Ordinal);
        return text;
    }
}
