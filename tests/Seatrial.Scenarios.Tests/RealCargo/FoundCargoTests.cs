namespace Seatrial.Scenarios.Tests;

public sealed class FoundCargoTests
{
    [Theory]
    [InlineData("cargo 1.95.0 (f2d3ce0bd 2026-03-21)", false)]
    [InlineData("cargo 1.68.0 (115f34552 2023-02-26)", false)]
    [InlineData("cargo 1.97.0-nightly (abc 2026-05-15)", false)]
    [InlineData("cargo 1.67.1 (8ecd4f20a 2023-01-10)", true)]
    [InlineData("cargo 0.66.0", true)]
    [InlineData("something else", false)]
    public void A_cargo_without_sparse_indexes_is_too_old(string version, bool tooOld) =>
        Assert.Equal(tooOld, FoundCargo.IsTooOld(version));
}
