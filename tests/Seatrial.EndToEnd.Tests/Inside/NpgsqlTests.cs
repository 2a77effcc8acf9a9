using System.Net;
using Seatrial.Faults;

namespace Seatrial.EndToEnd.Tests.Inside;

/// <summary>Npgsql, tapped from inside of an application that uses it: the crossings are those of SQLite, and the errors Npgsql's own.</summary>
public sealed class NpgsqlTests(Postgres postgres)
{
    private const string Insert = "INSERT notes ~";
    private const string Lost = "NpgsqlException: Exception while reading from stream";
    private static readonly (HttpStatusCode, string) Done = (HttpStatusCode.OK, "1");

    [Fact]
    public async Task Its_crossings_have_the_names_that_those_of_any_driver_have()
    {
        await using var notes = await StartAsync();
        Assert.Equal(Done, await notes.PostAsync("plain/a"));
        Assert.Equal((HttpStatusCode.OK, "2"), await notes.PostAsync("transaction/b"));
        Assert.Equal((HttpStatusCode.OK, "2"), await notes.PostAsync("batch/c"));
        Assert.Equal((HttpStatusCode.OK, """["a 1","b 5","b 6","c 7","c 8"]"""), await notes.GetAsync());
        Assert.Equal(
            [
                "OPEN", "INSERT notes", "OPEN", "BEGIN", "SELECT notes", "INSERT notes", "COMMIT",
                "OPEN", "INSERT notes", "OPEN", "SELECT notes",
            ],
            notes.Operations.Select(operation => operation.Split(" ~")[0].Split(';')[0]));
        Assert.Equal(Traits.Writes | Traits.InTransaction | Traits.Commits, notes.Watch.Recording.Crossings.Single(one => one.Operation == "COMMIT").Traits);
        Assert.Equal((HttpStatusCode.OK, "6=d,7=d"), await notes.PostAsync("returning/d"));
        Assert.Empty(notes.Errors);
    }

    [Theory]
    [InlineData("error", "plain", "OPEN", "PostgresException: 53300: sorry, too many clients already", 0)]
    [InlineData("error", "plain", Insert, "PostgresException: 53100: could not extend file: No space left on device", 0)]
    [InlineData("error", "transaction", "BEGIN", "PostgresException: 58030: could not read block: Input/output error", 0)]
    [InlineData("error", "transaction", "SELECT notes ~", "PostgresException: 58030: could not read block: Input/output error", 0)]
    [InlineData("error", "transaction", "COMMIT", "PostgresException: 40001: could not serialize access due to concurrent update", 0)]
    [InlineData("cut-before", "plain", Insert, Lost, 0)]
    [InlineData("cut-before", "transaction", "COMMIT", Lost, 0)]
    [InlineData("cut-before", "batch", "INSERT notes", Lost, 0)]
    [InlineData("cut-after", "plain", Insert, Lost, 1)]
    [InlineData("cut-after", "transaction", Insert, Lost, 0)]
    [InlineData("cut-after", "transaction", "COMMIT", Lost, 2)]
    [InlineData("cut-after", "batch", "INSERT notes", Lost, 2)]
    [InlineData("cut-after", "returning", Insert, Lost, 2)]
    [InlineData("truncated", "plain", Insert, Lost, 1)]
    [InlineData("hang", "plain", Insert, Lost, 0)]
    [InlineData("hang", "transaction", "COMMIT", Lost, 0)]
    public async Task Its_code_sees_the_drivers_own_errors_and_the_database_holds_what_was_done(string kind, string way, string operation, string seen, int written)
    {
        await using var notes = await StartAsync();
        var before = await CountAsync(notes, $"{way}/first");
        using var fault = notes.Arm(kind, FirstOf(notes, operation), Traits.Writes);
        Assert.Equal((HttpStatusCode.InternalServerError, seen), await notes.PostAsync($"{way}/second"));
        Assert.Equal(1, fault.Times);
        Assert.Equal((HttpStatusCode.OK, $"{before + written}"), await notes.GetAsync("count"));
        // Nothing of it stays: neither a crossing that is held, nor a connection that is broken.
        Assert.Equal(0, notes.Inside.Open);
        Assert.Equal(HttpStatusCode.OK, (await notes.PostAsync($"{way}/third")).Status);
    }

    [Theory]
    [InlineData("plain", Insert, 1)]
    [InlineData("transaction", "COMMIT", 2)]
    public async Task What_comes_late_is_done_after_the_failure_and_after_the_retry(string way, string operation, int written)
    {
        await using var notes = await StartAsync();
        var before = await CountAsync(notes, $"{way}/first");
        using var fault = notes.Arm("late-delivery", FirstOf(notes, operation), Traits.Writes | Traits.Commits);
        Assert.Equal((HttpStatusCode.InternalServerError, Lost), await notes.PostAsync($"{way}/late"));
        Assert.Equal(HttpStatusCode.OK, (await notes.PostAsync($"{way}/retry")).Status);
        Assert.Equal((HttpStatusCode.OK, $"{before + written}"), await notes.GetAsync("count"));
        fault.Release();
        await fault.Ended;
        Assert.Equal((HttpStatusCode.OK, $"{before + (2 * written)}"), await notes.GetAsync("count"));
    }

    [Fact]
    public async Task Rows_that_are_slow_are_the_same_rows_and_rows_that_break_off_are_an_error()
    {
        await using var notes = await StartAsync();
        foreach (var note in (string[])["a", "b", "c"])
            await notes.PostAsync($"plain/{note}");
        await notes.GetAsync();
        var read = notes.Operations.Last(operation => operation.StartsWith("SELECT notes ~", StringComparison.Ordinal));
        using (var slow = notes.Arm("slow", read))
        {
            Assert.Equal((HttpStatusCode.OK, """["a 1","b 1","c 1"]"""), await notes.GetAsync());
            Assert.Equal(1, slow.Times);
        }

        using var truncated = notes.Arm("truncated", read);
        Assert.Equal((HttpStatusCode.InternalServerError, Lost), await notes.GetAsync());
        Assert.Equal((HttpStatusCode.OK, """["a 1","b 1","c 1"]"""), await notes.GetAsync());
    }

    [Theory]
    [InlineData("cut-before", "lost Closed, lost Closed, 0 Open")]
    [InlineData("cut-after", "lost Closed, lost Closed, 1 Open")]
    [InlineData("error", "53100 Open, 1, 1 Open")]
    public async Task A_connection_that_broke_stays_so_until_it_is_opened_again_and_one_that_was_refused_goes_on(string kind, string seen)
    {
        await using var notes = await StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await notes.PostAsync("twice/first")).Status);
        using var fault = notes.Arm(kind, FirstOf(notes, Insert), Traits.Writes);
        Assert.Equal((HttpStatusCode.OK, seen), await notes.PostAsync("twice/second"));
    }

    [Fact]
    public async Task An_outage_refuses_connections_too()
    {
        await using var notes = await StartAsync();
        using (notes.Arm("outage", "OPEN"))
            Assert.Equal((HttpStatusCode.InternalServerError, "NpgsqlException: Failed to connect"), await notes.PostAsync("plain/a"));
        Assert.Equal(Done, await notes.PostAsync("plain/a"));
    }

    private async Task<OtherApplication> StartAsync() => await OtherApplication.StartAsync("postgres", database: await postgres.DatabaseAsync());

    private static async Task<int> CountAsync(OtherApplication notes, string post)
    {
        Assert.Equal(HttpStatusCode.OK, (await notes.PostAsync(post)).Status);
        return int.Parse((await notes.GetAsync("count")).Body, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static Crossing FirstOf(OtherApplication notes, string operation) =>
        notes.Watch.Recording.Crossings.First(one => one.Operation.StartsWith(operation, StringComparison.Ordinal));
}
