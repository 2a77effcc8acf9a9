using Seatrial.Record;

namespace Seatrial.Scenarios.Histories;

/// <summary>What a process asks for. Each says which member of <see cref="Operation"/> holds what it wrote or saw.</summary>
public enum Act
{
    /// <summary>Publishes a version with <see cref="Operation.Checksum"/>. It also appends the version to the index of its crate.</summary>
    Publish,

    /// <summary>Reads the checksum of a version into <see cref="Operation.Checksum"/>; absent when there is no such version.</summary>
    ReadVersion,

    /// <summary>Yanks a version.</summary>
    Yank,

    /// <summary>Unyanks a version.</summary>
    Unyank,

    /// <summary>Reads whether a version is yanked into <see cref="Operation.Flag"/>.</summary>
    ReadYanked,

    /// <summary>Makes a user an owner of a crate.</summary>
    AddOwner,

    /// <summary>
    /// Takes a user from the owners of a crate. <see cref="OperationOutcome.Conflict"/> says that the user is none; who is
    /// the last owner and stays it was <see cref="OperationOutcome.Refused"/>.
    /// </summary>
    RemoveOwner,

    /// <summary>Reads the owners of a crate into <see cref="Operation.Names"/>.</summary>
    ReadOwners,

    /// <summary>
    /// Downloads an archive, with the checksum of its bytes in <see cref="Operation.Checksum"/>. It is counted once, unless the
    /// answer was that there is no such version, when the checksum is absent.
    /// </summary>
    Download,

    /// <summary>Reads how often a version was downloaded into <see cref="Operation.Count"/>.</summary>
    ReadCount,

    /// <summary>Reads the versions of a crate, in the order of its index file, into <see cref="Operation.Names"/>.</summary>
    ReadIndex,
}

/// <summary>What an operation is about.</summary>
/// <param name="Crate">The crate.</param>
/// <param name="Version">The version; absent for what belongs to the whole crate.</param>
/// <param name="User">The user to add or remove; absent otherwise.</param>
public readonly record struct Key(string Crate, string? Version = null, string? User = null);

/// <summary>One operation of a race: who asked for what, when, and what came. Times are ticks of 100 ns since the history began.</summary>
public sealed record Operation
{
    /// <summary>Who asked. A process asks for one thing at a time.</summary>
    public required string Process { get; init; }

    /// <summary>What was asked for.</summary>
    public required Act Act { get; init; }

    /// <summary>What it is about.</summary>
    public required Key Key { get; init; }

    /// <summary>Where a read looked.</summary>
    public View View { get; init; } = View.Api;

    /// <summary>Taken before the question was sent.</summary>
    public required long Invoked { get; init; }

    /// <summary>Taken after the answer came; absent when none ever did.</summary>
    public long? Returned { get; init; }

    /// <summary>What the answer means.</summary>
    public OperationOutcome Outcome { get; init; } = OperationOutcome.Unknown;

    /// <summary>Whether an operation whose outcome is unknown was done, as the final state shows; null when it leaves that open.</summary>
    internal bool? Done { get; init; }

    /// <summary>See <see cref="Act"/>.</summary>
    public string? Checksum { get; init; }

    /// <summary>See <see cref="Act"/>.</summary>
    public bool Flag { get; init; }

    /// <summary>See <see cref="Act"/>.</summary>
    public long Count { get; init; }

    /// <summary>See <see cref="Act"/>.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];
}
