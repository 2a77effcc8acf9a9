namespace Seatrial.Registry.Publish;

/// <summary>
/// A dependency on this registry must exist under exactly this spelling, or nobody could resolve the version (IDX-23,
/// incident 56).
/// </summary>
internal static class DependencyRules
{
    /// <summary>Asks for the dependencies.</summary>
    /// <returns>To be called when the batch has run: which one is not as it must be, or null.</returns>
    public static Func<Refusal?> Check(SqlBatch batch, PublishAttempt attempt)
    {
        var own = attempt.Site.Addresses.Index;
        var asked = attempt.Metadata.Dependencies
            .Where(one => one.Registry is null || one.Registry == own)
            .Select(one => one.Name).Where(name => name != attempt.Metadata.Name).Distinct()
            .Select(name => (Name: name, Found: batch.Query(
                $"SELECT name FROM crates WHERE canonical = {name.Canonical}", row => row.GetString(0))))
            .ToList();
        return () => asked.Select(one => Judge(one.Name, one.Found)).FirstOrDefault(refusal => refusal is not null);
    }

    private static Refusal? Judge(CrateName name, List<string> found) => found switch
    {
        [] => Refusal.Invalid($"the dependency `{name}` is not in this registry; publish it first"),
        [var spelling, ..] when spelling != name.Text =>
            Refusal.Invalid($"the dependency `{name}` is spelled `{spelling}` in this registry"),
        _ => null,
    };
}
