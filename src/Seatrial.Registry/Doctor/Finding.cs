namespace Seatrial.Registry.Doctor;

/// <summary>One disagreement between the parts of a registry.</summary>
/// <param name="Kind">What disagrees, one of <see cref="FindingKinds"/>.</param>
/// <param name="Subject">What it is about: a crate's canonical name, <c>crate version</c>, an object's key or a job's number.</param>
/// <param name="Detail">One sentence for people.</param>
internal sealed record Finding(string Kind, string Subject, string Detail)
{
    /// <summary>Worth knowing, and nothing wrong.</summary>
    public bool OnlyInforms { get; init; }

    /// <summary>A living job is about to end it.</summary>
    public bool Heals { get; init; }

    /// <summary>What was done about it; null when nothing was.</summary>
    public string? Repair { get; init; }

    /// <summary>Somebody has to do something.</summary>
    public bool IsOpen => !OnlyInforms && !Heals && Repair is null;
}

/// <summary>The kinds of disagreements.</summary>
internal static class FindingKinds
{
    /// <summary>A published version whose archive the storage does not have.</summary>
    public const string ObjectMissing = "object-missing";

    /// <summary>An archive of another size than was published.</summary>
    public const string ObjectDiffers = "object-differs";

    /// <summary>An archive that no version refers to: left by a publish that was refused or cut off, and used by its repeat.</summary>
    public const string ObjectUnused = "object-unused";

    /// <summary>A crate without index file.</summary>
    public const string IndexMissing = "index-missing";

    /// <summary>An index file that is not what the database says.</summary>
    public const string IndexDiffers = "index-differs";

    /// <summary>An index file in which nothing but yanks is wrong.</summary>
    public const string YankedDiffers = "yanked-differs";

    /// <summary>An index file of a crate that the database does not know.</summary>
    public const string IndexStray = "index-stray";

    /// <summary>The edge shows something else than the storage.</summary>
    public const string EdgeDiffers = "edge-differs";

    /// <summary>A version's index line names another version or checksum than its row.</summary>
    public const string LineDiffers = "line-differs";

    /// <summary>The version that stands for the crate in lists is the wrong one.</summary>
    public const string MaxVersion = "max-version";

    /// <summary>A download count below zero.</summary>
    public const string Counter = "counter";

    /// <summary>A job that was given up.</summary>
    public const string JobDead = "job-dead";

    /// <summary>A job that is long due, and nobody runs it.</summary>
    public const string JobStuck = "job-stuck";
}
