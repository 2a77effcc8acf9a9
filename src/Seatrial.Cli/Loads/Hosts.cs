using System.Net;
using System.Net.Sockets;
using Seatrial.Scenarios;

namespace Seatrial.Cli.Loads;

/// <summary>
/// Where a load may go: to this machine, and to hosts that the user named a second time. A registry decides by its answers where clients go next,
/// so each of these places is asked for too.
/// </summary>
/// <param name="allowed">The hosts that the user named for it.</param>
internal sealed class Hosts(IReadOnlyList<string> allowed)
{
    private readonly Dictionary<string, Uri> _known = [];

    /// <summary>All that were asked for.</summary>
    public IReadOnlyList<Uri> All => [.. _known.Values];

    /// <summary>Whether a load may go there; else why not.</summary>
    /// <param name="url">Where.</param>
    /// <param name="why">What leads there.</param>
    /// <param name="cancelled">The user has had enough.</param>
    public async Task<Misuse?> AskAsync(Uri url, string why, CancellationToken cancelled)
    {
        if (_known.ContainsKey(url.Authority))
            return null;
        if (!allowed.Contains(url.Host, StringComparer.OrdinalIgnoreCase) && !await IsLoopbackAsync(url, cancelled))
            return new Misuse($"«{url.Host}»", $"{why} leads to another machine, and a load could do harm there.", $"When it is yours to load, confirm it with --allow-host {url.Host}.");
        _known.Add(url.Authority, url);
        return null;
    }

    private static async Task<bool> IsLoopbackAsync(Uri url, CancellationToken cancelled)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(url.Host, cancelled);
            return addresses.Length > 0 && addresses.All(IPAddress.IsLoopback);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
