using System.Text.Json.Serialization;

namespace Seatrial.Record;

/// <summary>What a scenario or a run came to. Only <see cref="Pass"/> is green.</summary>
[JsonConverter(typeof(KebabCase<Verdict>))]
public enum Verdict
{
    /// <summary>Every check held, and at least one check looked at something.</summary>
    Pass,

    /// <summary>A promise was broken: at least one check failed.</summary>
    Fail,

    /// <summary>The registry lacks what the scenario needs; the reason names the probe that showed it.</summary>
    Inapplicable,

    /// <summary>The user switched the scenario off in the target file.</summary>
    Disabled,

    /// <summary>It ran to the end and proved nothing: no check looked at anything.</summary>
    Hollow,

    /// <summary>The tester itself failed; this says nothing about the registry.</summary>
    HarnessError,

    /// <summary>Two runs under the same conditions disagreed.</summary>
    Unstable,
}
