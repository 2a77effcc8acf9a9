using Seatrial.Registry.Jobs;
using Seatrial.Registry.Steps;

namespace Seatrial.Registry.Tests.Jobs;

/// <summary>The worker against dependencies that fail and come back.</summary>
public sealed class JobTests
{
    [Fact]
    public async Task An_index_that_could_not_be_written_is_written_when_the_storage_is_back()
    {
        Gate? storage = null;
        await using var registry = await RegistryFixture.Start(Wiring.Standard with
        {
            // The blob is stored, and then the storage goes.
            Publish = Wiring.Standard.Publish.After("write-blob", _ => storage!.Shut()),
        });
        storage = registry.StorageGate;
        await registry.Publish(await registry.User("alice"), "later", "1.0.0").Expect(HttpStatusCode.OK);
        await Until(async () => await Failed(registry, JobKinds.UpdateIndex) > 0);

        registry.StorageGate.Open();

        await registry.Drain();
        Assert.Single((await registry.Index("later", registry.Host.Edge.Url))!.Versions);
    }

    [Fact]
    public async Task A_purge_that_failed_is_repeated_until_the_edge_has_confirmed_it()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("purged", "1.0.0");
        Assert.Single((await registry.Index("purged", registry.Host.Edge.Url))!.Versions);
        registry.PurgeGate.Shut();
        await registry.Publish(token, "purged", "1.1.0").Expect(HttpStatusCode.OK);
        await Until(async () => await Failed(registry, JobKinds.PurgeEdge) > 0);
        Assert.Single((await registry.Index("purged", registry.Host.Edge.Url))!.Versions);

        registry.PurgeGate.Open();

        await registry.Drain();
        Assert.Equal(2, (await registry.Index("purged", registry.Host.Edge.Url))!.Versions.Count());
    }

    [Fact]
    public async Task The_edge_shows_a_new_version_as_soon_as_its_file_is_written()
    {
        // Without the second purge: what the edge shows is the work of the step beside the write.
        await using var registry = await RegistryFixture.Start(Wiring.Standard with
        {
            PurgeEdge = Wiring.Standard.PurgeEdge.Replace("purge", _ => Task.FromResult<Refusal?>(null)),
        });
        var token = await registry.Published("prompt", "1.0.0");
        Assert.Single((await registry.Index("prompt", registry.Host.Edge.Url))!.Versions);
        await registry.Publish(token, "prompt", "1.1.0").Expect(HttpStatusCode.OK);
        await registry.Drain();
        Assert.Equal(2, (await registry.Index("prompt", registry.Host.Edge.Url))!.Versions.Count());
    }

    [Fact]
    public async Task An_old_page_that_the_edge_kept_after_the_first_purge_goes_with_the_second()
    {
        var purges = true;
        await using var registry = await RegistryFixture.Start(Wiring.Standard with
        {
            UpdateIndex = Wiring.Standard.UpdateIndex.Replace("purge-edge", attempt => purges
                ? Wiring.Standard.UpdateIndex.Steps.Single(step => step.Name == "purge-edge").Run(attempt)
                : Task.FromResult<Refusal?>(null)),
        });
        var token = await registry.Published("raced", "1.0.0");
        purges = false;
        Assert.Single((await registry.Index("raced", registry.Host.Edge.Url))!.Versions);
        await registry.Publish(token, "raced", "1.1.0").Expect(HttpStatusCode.OK);
        await registry.Drain();
        Assert.Equal(2, (await registry.Index("raced", registry.Host.Edge.Url))!.Versions.Count());
    }

    public static TheoryData<string> Steps() => [.. Wiring.Standard.UpdateIndex.Steps.Select(step => step.Name)];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_worker_killed_after_any_step_of_the_index_job_leaves_it_to_the_next(string step)
    {
        var died = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var dying = Wiring.Standard.UpdateIndex.Steps.Single(one => one.Name == step);
        await using var registry = await RegistryFixture.Start(Wiring.Standard with
        {
            UpdateIndex = Wiring.Standard.UpdateIndex.Replace(step, async attempt =>
            {
                var refusal = await dying.Run(attempt);
                died.TrySetResult();
                // As if the process stood still here: it neither goes on nor gives the job back.
                await Task.Delay(Timeout.Infinite, attempt.Cancel);
                return refusal;
            }),
        });
        await registry.Publish(await registry.User("alice"), "orphaned", "1.0.0").Expect(HttpStatusCode.OK);
        await died.Task.WaitAsync(RegistryFixture.Patience);

        await registry.Restart();

        await registry.Drain();
        Assert.Single((await registry.Index("orphaned", registry.Host.Edge.Url))!.Versions);
    }

    public static TheoryData<string> Ends() => [.. Wiring.Standard.FinishJobs.Steps.Select(step => step.Name)];

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task A_worker_killed_while_it_ends_jobs_leaves_them_to_the_next(string step)
    {
        var died = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var dying = Wiring.Standard.FinishJobs.Steps.Single(one => one.Name == step);
        await using var registry = await RegistryFixture.Start(Wiring.Standard with
        {
            FinishJobs = Wiring.Standard.FinishJobs.Replace(step, async attempt =>
            {
                var refusal = await dying.Run(attempt);
                died.TrySetResult();
                await Task.Delay(Timeout.Infinite, attempt.Cancel);
                return refusal;
            }),
        });
        await registry.Publish(await registry.User("alice"), "orphaned", "1.0.0").Expect(HttpStatusCode.OK);
        await died.Task.WaitAsync(RegistryFixture.Patience);

        await registry.Restart();

        await registry.Drain();
        Assert.Single((await registry.Index("orphaned", registry.Host.Edge.Url))!.Versions);
    }

    [Fact]
    public async Task A_run_that_was_overtaken_never_puts_an_older_file_over_a_newer_one()
    {
        // The first run reads one version, then another run writes two before the first one writes.
        Func<Task>? overtake = null;
        await using var registry = await RegistryFixture.Start(Wiring.Standard with
        {
            UpdateIndex = Wiring.Standard.UpdateIndex.Replace("render", async attempt =>
            {
                attempt.File = IndexFile.Render(attempt.Lines);
                if (Interlocked.Exchange(ref overtake, null) is { } act)
                    await act();
                return null;
            }),
        });
        var token = await registry.Published("contended", "1.0.0");
        var newer = Encoding.UTF8.GetBytes("newer\n");
        overtake = () => registry.Site.Storage.Put("index/co/nt/contended", newer, "text/plain", default);
        await registry.Publish(token, "contended", "1.1.0").Expect(HttpStatusCode.OK);
        await registry.Drain();
        Assert.Null(overtake);
        Assert.Equal(2, (await registry.Index("contended"))!.Versions.Count());
    }

    [Fact]
    public async Task A_dead_job_is_shown_and_can_be_tried_again()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("revived", "1.0.0");
        await registry.Site.Database.Execute($"""
            INSERT INTO jobs (kind, key, created_at, run_at, dead_at, last_error)
            VALUES ({JobKinds.UpdateIndex}, 'revived', 0, 0, 1, 'why')
            """, default);
        Assert.Equal(1, (await registry.Jobs()).Dead);
        var jobs = (await registry.Get("/api/v1/jobs", registry.Host.AdminToken).Document()).GetProperty("jobs");
        var id = jobs[0].GetProperty("id").GetInt64();

        await registry.Put($"/api/v1/jobs/{id}/retry", token, "").Refusal(HttpStatusCode.Forbidden);
        await registry.Put($"/api/v1/jobs/{id}/retry", registry.Host.AdminToken, "").Expect(HttpStatusCode.OK);

        await registry.Drain();
        Assert.Equal(0, (await registry.Jobs()).Dead);
        await registry.Put($"/api/v1/jobs/{id}/retry", registry.Host.AdminToken, "").Refusal(HttpStatusCode.NotFound);
        await registry.Get("/api/v1/jobs", token).Refusal(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_bug_in_a_job_is_a_failure_of_that_job_alone()
    {
        await using var registry = await RegistryFixture.Start(Wiring.Standard with
        {
            UpdateIndex = Wiring.Standard.UpdateIndex.After("find-crate", attempt =>
            {
                if (attempt.Crate.Name == "cursed")
                    throw new InvalidOperationException("planted");
            }),
        });
        var token = await registry.User("alice");
        await registry.Publish(token, "cursed", "1.0.0").Expect(HttpStatusCode.OK);
        await registry.Publish(token, "blessed", "1.0.0").Expect(HttpStatusCode.OK);
        await Until(async () => await registry.Index("blessed") is not null);
        Assert.Null(await registry.Index("cursed"));
        await registry.Restart();
        await registry.Drain();
        Assert.NotNull(await registry.Index("cursed"));
    }

    private static Task<long> Failed(RegistryFixture registry, string kind) => registry.Site.Database.Number(
        $"SELECT COUNT(*) FROM jobs WHERE kind = {kind} AND last_error IS NOT NULL", default);

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(RegistryFixture.Patience);
        while (!await condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
