namespace Seatrial.Faults.Tests;

/// <summary>Waits for what comes soon, with a bound.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task Is(Func<bool> condition)
    {
        for (var end = DateTime.UtcNow + Patience; !condition(); await Task.Delay(5))
            Assert.True(DateTime.UtcNow < end, "It did not come.");
    }
}
