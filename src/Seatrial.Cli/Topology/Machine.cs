using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Seatrial.Cli.Topology;

/// <summary>What topologies need of this machine: programs, free ports, secrets, and a user that is not root.</summary>
internal static class Machine
{
    /// <summary>Finds a program by the PATH, and in further folders.</summary>
    public static string? Find(string program, params string[] folders) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(folders)
            .Concat(["/usr/sbin", "/usr/local/sbin"]).Where(folder => folder.Length > 0)
            .Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    /// <summary>
    /// A port that is free now, below those that the kernel gives out by itself (32768 and up): what asks for any free port
    /// between our look and the part's start does not get this one.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(FirstPort, LastPort);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken; another one.
            }
        }
    }

    /// <summary>The URL of what listens on a port here.</summary>
    public static string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    /// <summary>A new secret that only the parts of one topology know.</summary>
    public static string Secret() => RandomNumberGenerator.GetHexString(40, lowercase: true);

    private const int FirstPort = 10_000;
    private const int LastPort = 32_000;

    /// <summary>Some servers refuse to run as root, and none of ours needs it: root starts them as nobody.</summary>
    public static IReadOnlyList<string> Unprivileged(IReadOnlyList<string> command) => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--", .. command]
        : command;

    /// <summary>Makes a folder that an unprivileged part may write to.</summary>
    public static string Folder(string parent, string name)
    {
        var folder = Directory.CreateDirectory(Path.Combine(parent, name)).FullName;
        if (Environment.IsPrivilegedProcess)
            System.Diagnostics.Process.Start("chown", ["nobody:nogroup", folder]).WaitForExit();
        return folder;
    }
}
