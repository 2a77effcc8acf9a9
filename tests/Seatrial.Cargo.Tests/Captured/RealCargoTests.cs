using System.Text;

namespace Seatrial.Cargo.Tests.Captured;

/// <summary>Real cargo against the kernel: its frames are read, and it uses the index lines and archives that we made.</summary>
public sealed class RealCargoTests(RealCargoRun run) : IClassFixture<RealCargoRun>
{
    [Fact]
    public void Every_frame_is_read_written_again_byte_for_byte_and_inspected()
    {
        Assert.SkipUnless(RealCargo.Present, "There is no cargo on PATH.");
        Assert.Equal(3, run.Published.Length);
        foreach (var body in run.Published)
            CapturedTests.CheckFrame(body, run.IndexUrl);
    }

    [Fact]
    public void Cargo_fetches_and_unpacks_what_it_published_and_what_we_built()
    {
        Assert.SkipUnless(RealCargo.Present, "There is no cargo on PATH.");
        var fetched = run.Requests.Select(one => one.Path).Where(path => path.StartsWith("/dl/", StringComparison.Ordinal));
        Assert.Superset(new HashSet<string>
        {
            "/dl/minimal/0.1.0/download", "/dl/rich/1.2.3-beta.1+build.7/download", "/dl/dep-a/1.2.3/download",
            "/dl/dep-b/1.0.4/download", "/dl/dep_c/1.9.0/download", "/dl/Dep-E/0.3.0/download",
        }, fetched.ToHashSet());
    }

    [Fact]
    public void Cargo_of_the_captured_version_sends_the_captured_requests()
    {
        Assert.SkipUnless(RealCargo.Present, "There is no cargo on PATH.");
        var captured = Encoding.UTF8.GetString(CapturedTests.Read("requests.txt"));
        Assert.SkipUnless(UserAgent(run.Heads) == UserAgent(captured), "This is another cargo than the captured one.");
        Assert.Equal(captured, run.Heads);
    }

    private static string UserAgent(string heads) =>
        heads.Split('\n').First(line => line.StartsWith("User-Agent: ", StringComparison.OrdinalIgnoreCase));
}
