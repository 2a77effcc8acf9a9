namespace Seatrial.EndToEnd.Tests;

/// <summary>What the user got wrong is named, with a hint, and nothing is run.</summary>
public sealed class MisuseTests
{
    public static TheoryData<string, string, int> Lines => new()
    {
        { "run --registri http://127.0.0.1:1/", "Did you mean «--registry»?", 2 },
        { "rum", "Did you mean «run»?", 2 },
        { "run --seed many", "--seed", 2 },
        { "run --seed 99999999999999999", "9007199254740991", 2 },
        { "run --topology cloud", "embedded", 2 },
        { "run --registry http://127.0.0.1:1/", "token is missing", 2 },
        { "run --registry not-a-url --token abcdef", "is not the URL of a sparse index", 2 },
        { "run --token abcdef", "no registry", 2 },
        { "run --registry http://127.0.0.1:1/ --token abcdef --target x.toml", "at once", 2 },
        { "run --registry http://127.0.0.1:1/ --token-env SEATRIAL_NO_SUCH_VARIABLE", "SEATRIAL_NO_SUCH_VARIABLE is not set", 2 },
        { "run --registry http://127.0.0.1:1/ --token-file no-such-file", "cannot be read", 2 },
        { "run --registry https://127.0.0.1:1/ --token abcdef --ca-file no-such-file.pem", "--ca-file: the certificates in", 2 },
        { "run --ca-file x.pem", "no registry", 2 },
        { "run --target no-such-file.toml", "no-such-file.toml", 2 },
        { "describe publish/new-crat", "Did you mean «publish/new-crate»?", 2 },
        { "report no-such-file", "no-such-file", 2 },
        { "seed", "nothing to fill", 2 },
        { "seed --crates 9 --dry-run", "from 10 to 250000", 2 },
        { "seed --crates 250001 --dry-run", "from 10 to 250000", 2 },
        { "seed --crates some --dry-run", "from 10 to 250000", 2 },
        { "seed --seed 9007199254740992 --dry-run", "from 0 to 9007199254740991", 2 },
        { "seed --seed -1 --dry-run", "from 0 to 9007199254740991", 2 },
        { "seed --parallel 0 --registry http://127.0.0.1:1/ --token abcdef", "from 1 to 64", 2 },
        { "seed --database no-such-file.db", "registry.db", 2 },
        { "seed --database Username=postgres", "with a Host", 2 },
        { "seed --database no-such-file.db --registry http://127.0.0.1:1/ --token abcdef", "at once", 2 },
        { "seed --database no-such-file.db --dry-run", "fills nothing", 2 },
        { "seed --registry http://127.0.0.1:1/", "token is missing", 2 },
        { "seed --crate 10 --dry-run", "Did you mean «--crates»?", 2 },
        { "seed --crates 10 --database Host=127.0.0.1;Port=1;Username=nobody", "the database could not be filled, and is as it was", 3 },
        { "seed --crates 10 --registry http://127.0.0.1:1/ --token abcdef", "could not be filled", 3 },
        { "race --lanes some", "from 1 to 32", 2 },
        { "race --positions 0", "from 1 to", 2 },
        { "sweep publish --lanes 33", "from 1 to 32", 2 },
        { "sweep publish --cases few", "from 1 to", 2 },
        { "history --seconds long", "from 1 to 600", 2 },
        { "history --clients 1", "from 2 to 64", 2 },
        { "load --seconds soon", "from 1 to 86400", 2 },
        { "load --scale 1e9", "from 0.001 to 10000", 2 },
        { "run pubish", "Did you mean «publish»?", 4 },
    };

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task It_is_named_with_a_hint(string line, string hint, int exitCode)
    {
        var folder = Directory.CreateTempSubdirectory("seatrial-test-");
        try
        {
            var run = await Tool.CommandAsync(line.Split(' '), folder.FullName);
            Assert.Equal(exitCode, run.ExitCode);
            Assert.Contains(hint, run.StandardError, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", run.StandardError, StringComparison.Ordinal);
            Assert.Empty(folder.EnumerateFileSystemInfos());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("[registry]\nindx = \"http://x/\"", ":2", "Did you mean «registry.index»?")]
    [InlineData("[registry\n", ":1", "TOML")]
    public async Task A_malformed_target_file_is_named_with_its_line(string text, string line, string hint)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, text);
        var run = await Tool.CommandAsync(["run", "--target", file]);
        File.Delete(file);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(file + line, run.StandardError, StringComparison.Ordinal);
        Assert.Contains(hint, run.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_that_is_cut_off_is_named_with_its_line_and_what_stands_before_is_reported()
    {
        using var tool = new Tool();
        await tool.RunAsync("publish/new-crate");
        var record = Path.Combine(tool.Out, "record.ndjson");
        var whole = await File.ReadAllTextAsync(record);
        await File.WriteAllTextAsync(record, whole[..^20]);

        var run = await Tool.CommandAsync(["report", record]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains($"{record}:{whole.TrimEnd().Split('\n').Length}", run.StandardError, StringComparison.Ordinal);
        Assert.Contains("publish/new-crate", await File.ReadAllTextAsync(Path.Combine(tool.Out, "report.md")), StringComparison.Ordinal);
    }
}
