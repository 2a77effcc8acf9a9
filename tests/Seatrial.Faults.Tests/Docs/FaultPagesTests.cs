using System.Diagnostics;
using System.Text;
using Seatrial.Faults.Kinds;
using Seatrial.Record;

namespace Seatrial.Faults.Tests.Docs;

/// <summary>
/// The pages below docs/faults are made from the kinds themselves. Run once with SEATRIAL_UPDATE_DOCS=1 to write them anew, then
/// read what changed before you commit it.
/// </summary>
public sealed class FaultPagesTests
{
    private static readonly string Folder = Path.Combine(Root(), "docs", "faults");

    // One crossing with each trait alone and in company: enough to hear every reason why a kind leaves one out.
    private static readonly Traits[] Crossings =
        [Traits.None, Traits.Writes, Traits.Writes | Traits.Commits, Traits.Writes | Traits.InTransaction, Traits.Begins, Traits.Pipelined | Traits.Writes | Traits.Commits];

    [Fact]
    public async Task Each_kind_has_its_page_and_the_page_says_what_the_kind_does()
    {
        var pages = new Dictionary<string, string> { ["README.md"] = Overview() };
        foreach (var kind in FaultKind.All)
            pages[$"{kind.Name}.md"] = await PageAsync(kind);
        if (Environment.GetEnvironmentVariable("SEATRIAL_UPDATE_DOCS") == "1")
        {
            Directory.CreateDirectory(Folder);
            foreach (var (name, text) in pages)
                await File.WriteAllTextAsync(Path.Combine(Folder, name), text);
        }

        Assert.Equal(pages.Keys.Order(StringComparer.Ordinal), Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var (name, text) in pages)
            Assert.Equal(text, await File.ReadAllTextAsync(Path.Combine(Folder, name)));
    }

    private static string Overview()
    {
        var page = new StringBuilder("""
            # Faults

            What a sweep does to each crossing. A kind is a few acts on one exchange, the same on every wire; its page says what they are on
            each. A case is green only when its fault fired.

            | kind | what happens |
            |---|---|

            """);
        foreach (var kind in FaultKind.All)
            page.AppendLine($"| [{kind.Name}]({kind.Name}.md) | {kind.Meaning} |");
        return page.ToString();
    }

    private static async Task<string> PageAsync(FaultKind kind)
    {
        var acts = await ActsAsync(kind);
        var page = new StringBuilder($"""
            # {kind.Name}

            {kind.Meaning}

            In the real world: {char.ToLowerInvariant(kind.Example[0])}{kind.Example[1..]}

            | wire | what is done, in this order |
            |---|---|

            """);
        foreach (var (wire, words) in Wires.All)
            page.AppendLine($"| {wire} | {string.Join("; then ", acts.Select(act => words[act]))} |");
        page.AppendLine();
        page.AppendLine(kind.HasSticky
            ? "Where a client's library may repeat silently, it is done once, which must be absorbed, and until it is healed, which must surface."
            : "It is done once.");
        if (kind.StopsProcess)
            page.AppendLine("The process that asked does not go on by itself, so the case is for processes that Seatrial has started.");
        if (kind.IsSlow)
            page.AppendLine("The case may wait for the time limits of the registry itself.");
        var reasons = Crossings.Select(traits => kind.Excludes(new Crossing(Boundary.RegistryStorage, "registry", "x", "", 1) { Traits = traits })).OfType<string>().Distinct().ToArray();
        if (reasons.Length > 0)
        {
            page.AppendLine().AppendLine("Left out, and counted by the reason:").AppendLine();
            foreach (var reason in reasons)
                page.AppendLine($"- {reason}");
        }

        return page.ToString();
    }

    // What it really does, and not what a page claims.
    private static async Task<IReadOnlyList<string>> ActsAsync(FaultKind kind)
    {
        using var process = Process.Start("sleep", "600");
        try
        {
            var watch = new Watch(TimeProvider.System);
            var tap = new Tap(watch, Boundary.RegistryStorage, "registry") { ProcessId = () => process.Id };
            var exchange = new ActsExchange { Tap = tap, Crossing = tap.Arrive("PutObject", "", Traits.Writes | Traits.Commits).Crossing };
            using var fault = watch.Arm(new Fault(kind, exchange.Crossing));
            fault.Release();
            await fault.ActAsync(exchange, default);
            return exchange.Acts;
        }
        finally
        {
            process.Kill();
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Seatrial.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("The tests must run inside the checkout.");
    }
}
