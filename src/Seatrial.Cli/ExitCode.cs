namespace Seatrial.Cli;

/// <summary>The exit codes of the tool. Scripts rely on them.</summary>
internal static class ExitCode
{
    /// <summary>Every promise was kept.</summary>
    public const int Kept = 0;

    /// <summary>A promise was broken.</summary>
    public const int Broken = 1;

    /// <summary>Wrong usage or configuration.</summary>
    public const int Misuse = 2;

    /// <summary>The environment or the target could not be used.</summary>
    public const int Unusable = 3;

    /// <summary>Nothing was proved: no match, or hollow.</summary>
    public const int NothingProved = 4;
}
