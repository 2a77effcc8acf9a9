using System.Diagnostics;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;

namespace Seatrial.Registry.Tests.S3;

/// <summary>Ceph's S3 storage, private and in memory: an implementation of which nothing is ours. It goes with the tests however they end.</summary>
internal sealed class Radosgw : IAsyncDisposable
{
    public const string AccessKey = "seatrial-test";
    public const string Secret = "seatrial-test-secret";

    /// <summary>Two seconds on an idle machine.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private Radosgw(Process process) => _process = process;

    public string Url { get; private set; } = "";

    public static async Task<Radosgw> StartAsync()
    {
        // artifacts/bin/PROJECT/CONFIGURATION: four up is the checkout.
        var script = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../../../eng/with-radosgw"));
        var storage = new Radosgw(Process.Start(new ProcessStartInfo(script, ["sh", "-c", "echo \"$SEATRIAL_TEST_RADOSGW\"; cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!);
        storage._process.ErrorDataReceived += (_, line) => storage._errors.AppendLine(line.Data);
        storage._process.BeginErrorReadLine();
        using var timed = new CancellationTokenSource(StartLimit);
        try
        {
            storage.Url = await storage._process.StandardOutput.ReadLineAsync(timed.Token)
                ?? throw await storage.FailedAsync(timed.Token);
            return storage;
        }
        catch
        {
            await storage.DisposeAsync();
            throw;
        }
    }

    // Its last words may come after the end of its output.
    private async Task<InvalidOperationException> FailedAsync(CancellationToken cancelled)
    {
        await _process.WaitForExitAsync(cancelled);
        return new InvalidOperationException($"Ceph did not start: {_errors}");
    }

    /// <summary>Makes an empty bucket, as its operator would: by Amazon's own client.</summary>
    public async Task AddBucketAsync(string name)
    {
        using var client = new AmazonS3Client(new BasicAWSCredentials(AccessKey, Secret), new AmazonS3Config
        {
            ServiceURL = Url,
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
        await client.PutBucketAsync(name);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var timed = new CancellationTokenSource(StopLimit);
        try
        {
            await _process.WaitForExitAsync(timed.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
