using Microsoft.Extensions.Time.Testing;
using Seatrial.Registry.Jobs;
using Seatrial.Registry.Sql;
using Seatrial.Registry.Steps;

namespace Seatrial.Registry.Tests.Jobs;

/// <summary>The outbox: leases, keys, retries and the end of a job.</summary>
public sealed class OutboxTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private readonly TemporaryDatabase _temporary = new();

    private Database Database => _temporary.Database;

    public async ValueTask InitializeAsync() => await Migrations.Apply(Database, _clock, default);

    public ValueTask DisposeAsync() => _temporary.DisposeAsync();

    [Fact]
    public async Task Jobs_are_claimed_in_their_order_and_each_by_one()
    {
        await Add("a");
        await Add("b");
        Assert.Equal(["a", "b"], [(await Claim())!.Key, (await Claim())!.Key]);
        Assert.Null(await Claim());
    }

    [Fact]
    public async Task Two_jobs_of_one_key_never_run_at_the_same_time()
    {
        await Add("a");
        await Add("a");
        var first = (await Claim())!;
        Assert.Null(await Claim());
        await Outbox.GiveBack(Database, first, Refusal.Unavailable("it"), _clock, default);
        Assert.NotNull(await Claim());
    }

    [Fact]
    public async Task One_run_covers_the_jobs_that_were_there_and_not_those_that_come_later()
    {
        await Add("a");
        await Add("a");
        var job = (await Claim())!;
        await Add("a");
        Assert.True(await Finish(job));
        Assert.Equal(1, await Count());
        Assert.Equal("a", (await Claim())!.Key);
    }

    [Fact]
    public async Task A_job_that_is_to_wait_waits_and_an_earlier_run_does_not_cover_it()
    {
        await Add("a");
        await Outbox.Add(Database, "kind", "a", _clock.Milliseconds(), default, TimeSpan.FromSeconds(1));
        Assert.True(await Finish((await Claim())!));
        Assert.Null(await Claim());
        Assert.Equal(1, await Count());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(await Finish((await Claim())!));
        Assert.Equal(0, await Count());
    }

    [Fact]
    public async Task A_lease_that_ran_out_is_taken_by_another_and_its_first_holder_learns_it()
    {
        await Add("a");
        var dead = (await Claim())!;
        _clock.Advance(JobTiming.Lease - TimeSpan.FromMilliseconds(1));
        Assert.Null(await Claim());
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        var second = (await Claim())!;
        Assert.Equal((dead.Id, 2), (second.Id, second.Attempts));
        Assert.False(await Finish(dead));
        Assert.True(await Finish(second));
    }

    [Fact]
    public async Task A_failed_job_waits_longer_each_time_up_to_a_cap()
    {
        var pauses = Enumerable.Range(1, 8).Select(attempt => JobTiming.Pause(attempt).TotalMilliseconds);
        Assert.Equal([200, 400, 800, 1600, 3200, 5000, 5000, 5000], pauses);
        await Add("a");
        await Outbox.GiveBack(Database, (await Claim())!, Refusal.Unavailable("it"), _clock, default);
        Assert.Null(await Claim());
        Assert.Equal(_clock.Milliseconds() + 200, await Outbox.NextDue(Database, _clock.Milliseconds(), default));
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        Assert.NotNull(await Claim());
    }

    [Theory]
    [InlineData(503, 0)]
    [InlineData(500, 1)]
    public async Task An_outage_never_kills_a_job_and_a_bug_does_after_some_attempts(int status, int dead)
    {
        await Add("a");
        for (var attempt = 0; attempt < JobTiming.MaxAttempts; attempt++)
        {
            await Outbox.GiveBack(Database, (await Claim())!, new Refusal(status, "why"), _clock, default);
            _clock.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(dead,
            await Database.Number($"SELECT COUNT(*) FROM jobs WHERE dead_at IS NOT NULL AND last_error = 'why'",
                default));
        Assert.Equal(dead == 0, await Claim() is not null);
    }

    [Fact]
    public async Task Claims_at_one_time_never_give_one_job_twice()
    {
        for (var i = 0; i < 20; i++)
            await Add($"key-{i}");
        var claimed = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(Claim)));
        Assert.Equal(20, claimed.Select(job => job!.Id).Distinct().Count());
    }

    [Fact]
    public async Task Several_are_claimed_at_once_one_of_each_key_in_their_order()
    {
        foreach (var key in new[] { "a", "b", "a", "c", "d" })
            await Add(key);
        var first = await Outbox.Claim(Database, _clock, 3, Outbox.NewLease(), default);
        Assert.Equal(["a", "b", "c"], first.Select(job => job.Key));
        Assert.Equal(["d"], (await Outbox.Claim(Database, _clock, 3, Outbox.NewLease(), default)).Select(job => job.Key));
        Assert.True(await Finish(first[0]));
        Assert.Equal(3, await Count());
    }

    [Fact]
    public async Task A_claim_whose_answer_was_lost_is_given_back_and_holds_nobody_up()
    {
        await Add("a");
        var (lost, other) = (Outbox.NewLease(), Outbox.NewLease());
        await Outbox.Claim(Database, _clock, 1, lost, default);
        await Outbox.Release(Database, other, default);
        Assert.Null(await Claim());
        await Outbox.Release(Database, lost, default);
        Assert.Equal("a", (await Claim())!.Key);
    }

    private Task Add(string key) => Outbox.Add(Database, "kind", key, _clock.Milliseconds(), default);

    private async Task<Job?> Claim() => (await Outbox.Claim(Database, _clock, 1, Outbox.NewLease(), default)).SingleOrDefault();

    private Task<long> Count() => Database.Number($"SELECT COUNT(*) FROM jobs", default);

    private async Task<bool> Finish(Job job)
    {
        var batch = new SqlBatch();
        var finished = Outbox.Finish(batch, job);
        await using var sql = await Database.BeginWrite("", batch, default);
        await sql.Commit();
        return finished();
    }
}
