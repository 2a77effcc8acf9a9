using CliWrap;
using CliWrap.Buffered;
using Seatrial.Registry.Tests.S3;

namespace Seatrial.EndToEnd.Tests;

/// <summary>The reference registry on an S3 storage that is not ours: Ceph's.</summary>
public sealed class ForeignStorageTests
{
    private static readonly string[] Options = ["--parts", "api,worker,edge", "--storage-key", Radosgw.AccessKey, "--storage-bucket"];

    [Fact]
    public async Task The_catalogue_gets_the_same_verdicts_and_everything_lies_in_the_bucket()
    {
        await using var storage = await Radosgw.StartAsync();
        await storage.AddBucketAsync("company-crates");
        var data = Directory.CreateTempSubdirectory("seatrial-test-").FullName;
        await using (var registry = await StartAsync(storage, "company-crates", "--data", data))
        {
            using var tool = new Tool();
            var run = await tool.RunAsync("--registry", registry.Index, "--token", registry.AdminToken);
            Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
            Assert.All(tool.Verdicts(), verdict => Assert.Equal("Pass", verdict.Value));
        }

        // The doctor reads the other side of it: every archive and every index file is in that bucket, as the database says.
        Assert.False(Directory.Exists(Path.Combine(data, "storage")));
        var doctor = await CliWrap.Cli.Wrap(Path.Combine(Build.Output("Seatrial.Registry"), "seatrial-registry"))
            .WithArguments(["doctor", "--json", "--data", data, "--storage-url", storage.Url, "--storage-key", Radosgw.AccessKey, "--storage-bucket", "company-crates"])
            .WithEnvironmentVariables(new Dictionary<string, string?> { ["SEATRIAL_STORAGE_SECRET"] = Radosgw.Secret })
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync();
        Assert.True(doctor.ExitCode == 0, doctor.StandardOutput + doctor.StandardError);
        Directory.Delete(data, recursive: true);
    }

    [Fact]
    public async Task Without_its_bucket_it_does_not_start_and_names_it()
    {
        await using var storage = await Radosgw.StartAsync();
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => StartAsync(storage, "nowhere"));
        Assert.Contains("`nowhere`", failure.Message, StringComparison.Ordinal);
        Assert.Contains("NoSuchBucket", failure.Message, StringComparison.Ordinal);
    }

    private static Task<RegistryProcess> StartAsync(Radosgw storage, string bucket, params string[] more) => RegistryProcess.StartAsync(
        [KeyValuePair.Create("SEATRIAL_STORAGE_SECRET", Radosgw.Secret)], [.. Options, bucket, "--storage-url", storage.Url, .. more]);
}
