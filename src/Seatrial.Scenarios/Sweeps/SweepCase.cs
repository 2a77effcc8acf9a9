using System.Security.Cryptography;
using System.Text;
using Seatrial.Faults;
using Seatrial.Faults.Kinds;

namespace Seatrial.Scenarios.Sweeps;

/// <summary>One fault at one crossing of a workflow.</summary>
/// <param name="Workflow">The workflow.</param>
/// <param name="Crossing">The crossing.</param>
/// <param name="Kind">What is done to it.</param>
/// <param name="Sticky">Whether it is done until it is healed.</param>
/// <param name="After">The case under whose fault alone the crossing appears; its fault is done too. Absent for the crossings of the workflow itself.</param>
internal sealed record SweepCase(Workflow Workflow, Crossing Crossing, FaultKind Kind, bool Sticky, SweepCase? After = null)
{
    private const int IdBytes = 4;

    /// <summary>The fault in reports: <c>cut-after</c>, <c>error sticky</c>.</summary>
    public string FaultName => Fault.Name;

    /// <summary>What is armed.</summary>
    public Fault Fault => new(Kind, Crossing) { Sticky = Sticky };

    /// <summary>Its id, the same in every run: the workflow, and eight hex digits of what identifies the case.</summary>
    public string Id
    {
        get
        {
            var identity = $"{Workflow.Name}\n{Crossing.Id}\n{FaultName}\n{After?.Id}";
            return $"{Workflow.Name}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(identity)).AsSpan(0, IdBytes))}";
        }
    }
}
