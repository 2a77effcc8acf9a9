using Seatrial.Registry;

namespace Seatrial.Defects;

/// <summary>One planted bug: the registry's wiring with something in it done wrong.</summary>
/// <param name="Name">How it is asked for on the command line.</param>
/// <param name="Incident">The kind of real failure that it stands for.</param>
/// <param name="Check">The invariant or rule whose check must catch it.</param>
internal sealed record Defect(string Name, string Incident, string Check, Wiring Wiring)
{
    public static IReadOnlyList<Defect> All { get; } =
    [
        LastOwnerCheckedEarly.LastOwnerCheckedEarly.Defect,
        OwnershipNotChecked.OwnershipNotChecked.Defect,
        WrongIndexChecksum.WrongIndexChecksum.Defect,
        YankNotWritten.YankNotWritten.Defect,
    ];
}
