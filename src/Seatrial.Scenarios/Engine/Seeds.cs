using System.Text;

namespace Seatrial.Scenarios;

/// <summary>Derives the seeds of a run's parts, so that no part's chance depends on another's, nor on their order.</summary>
internal static class Seeds
{
    public static int For(ulong seed, string part)
    {
        // FNV-1a: fixed for ever, unlike string.GetHashCode, and good enough to tell parts apart.
        var hash = 14695981039346656037UL ^ seed;
        foreach (var octet in Encoding.UTF8.GetBytes(part))
            hash = (hash ^ octet) * 1099511628211UL;
        return (int)(hash ^ (hash >> 32));
    }
}
