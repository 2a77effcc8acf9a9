namespace Seatrial.Cargo;

/// <summary>The spelling of a minimum Rust version (IDX-15).</summary>
internal static class RustVersions
{
    private const int MaxComponents = 3;

    /// <summary>One to three numbers with dots between; no operator, pre-release or build metadata.</summary>
    internal static bool IsValid(ReadOnlySpan<char> text)
    {
        for (var components = 1; components <= MaxComponents; components++)
        {
            if (!SemVerText.Number(ref text, out _))
                return false;
            if (text.IsEmpty)
                return true;
            if (!SemVerText.Skip(ref text, '.'))
                return false;
        }

        return false;
    }
}
