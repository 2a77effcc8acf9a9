using System.Net;
using System.Net.Sockets;

namespace Seatrial.Inside;

/// <summary>Who is tapped, and where the tester listens: <c>SEATRIAL_INSIDE=/path/of/socket;side=registry</c>.</summary>
/// <param name="Address">A Unix domain socket, or an address of this machine with a port; null when there is a problem.</param>
/// <param name="Side">The part that this process plays in the topology.</param>
/// <param name="Problem">What is wrong with the setting; null when it can be used.</param>
internal sealed record Setting(EndPoint? Address, string Side, string? Problem)
{
    /// <summary>The variable of the environment that switches everything on.</summary>
    public const string Variable = "SEATRIAL_INSIDE";

    private const string SidePrefix = "side=";

    /// <summary>Reads the variable; null when it is not set.</summary>
    public static Setting? Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        var parts = text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var side = "";
        foreach (var part in parts.Skip(1))
        {
            if (!part.StartsWith(SidePrefix, StringComparison.Ordinal))
                return Wrong($"«{part}» is not known; there is side=NAME");
            side = part[SidePrefix.Length..];
        }

        if (side.Length == 0)
            return Wrong("side=NAME is missing");
        if (parts[0].StartsWith('/'))
            return new Setting(new UnixDomainSocketEndPoint(parts[0]), side, null);
        return IPEndPoint.TryParse(parts[0], out var address) && IPAddress.IsLoopback(address.Address) && address.AddressFamily == AddressFamily.InterNetwork
            ? new Setting(address, side, null)
            : Wrong($"«{parts[0]}» is neither the path of a socket nor 127.0.0.1:PORT");
    }

    private static Setting Wrong(string what) => new(null, "", $"{Variable}: {what}");
}
