namespace Seatrial.Registry.Publish;

/// <summary>
/// A dependency on this registry must exist under exactly this spelling, or nobody could resolve the version (IDX-23,
/// incident 56).
/// </summary>
internal static class DependencyRules
{
    public static async Task<Refusal?> Check(SqlSession sql, PublishAttempt attempt)
    {
        var own = attempt.Site.Addresses.Index;
        var names = attempt.Metadata.Dependencies
            .Where(one => one.Registry is null || one.Registry == own)
            .Select(one => one.Name).Where(name => name != attempt.Metadata.Name).Distinct();
        foreach (var name in names)
            if (await Crates.CrateRecord.Find(sql, name.Text, attempt.Cancel) is not { } found)
                return Refusal.Invalid($"the dependency `{name}` is not in this registry; publish it first");
            else if (found.Name != name.Text)
                return Refusal.Invalid($"the dependency `{name}` is spelled `{found.Name}` in this registry");
        return null;
    }
}
