using System.Net;
using Seatrial.Faults;

namespace Seatrial.EndToEnd.Tests.Inside;

/// <summary>Any ASP.NET Core application can be tapped from inside; and what its code sees of a fault.</summary>
public sealed class OtherApplicationTests
{
    private const string Insert = "INSERT notes ~";
    private static readonly (HttpStatusCode, string) Done = (HttpStatusCode.OK, "1");

    [Theory]
    [InlineData("factory")]
    [InlineData("instance")]
    [InlineData("type")]
    [InlineData("keyed")]
    [InlineData("slim")]
    public async Task However_it_registers_its_data_source_it_is_tapped(string registration)
    {
        await using var notes = await OtherApplication.StartAsync(registration);
        Assert.Equal(Done, await notes.PostAsync("plain/a"));
        Assert.Equal((HttpStatusCode.OK, """["a 1"]"""), await notes.GetAsync());
        Assert.Equal((HttpStatusCode.OK, "1"), await notes.GetAsync("count"));
        Assert.Equal(
            ["OPEN", "INSERT notes", "OPEN", "SELECT notes", "OPEN", "SELECT notes"],
            notes.Operations.Select(operation => operation.Split(" ~")[0]));
        Assert.Empty(notes.Errors);
    }

    [Fact]
    public async Task Without_the_variables_it_is_not_tapped()
    {
        await using var notes = await OtherApplication.StartAsync("factory", new Dictionary<string, string>());
        Assert.Equal(Done, await notes.PostAsync("plain/a"));
        Assert.Empty(notes.Operations);
        Assert.Empty(notes.Errors);
    }

    [Fact]
    public async Task Where_nobody_listens_it_says_so_and_works()
    {
        await using var notes = await OtherApplication.StartAsync("factory", new Dictionary<string, string>
        {
            ["DOTNET_STARTUP_HOOKS"] = Path.Combine(Build.Output("Seatrial.Inside"), "Seatrial.Inside.dll"),
            ["SEATRIAL_INSIDE"] = "/nonexistent/tap;side=notes",
        });
        Assert.Equal(Done, await notes.PostAsync("plain/a"));
        Assert.Contains("this process is not tapped: nobody listens at", Assert.Single(notes.Errors));
    }

    [Theory]
    [InlineData("somewhere;side=notes", "«somewhere» is neither the path of a socket nor 127.0.0.1:PORT")]
    [InlineData("192.0.2.1:80;side=notes", "«192.0.2.1:80» is neither")]
    [InlineData("/tmp/tap", "side=NAME is missing")]
    [InlineData("/tmp/tap;colour=red", "«colour=red» is not known")]
    public async Task A_setting_that_cannot_be_used_is_told_and_harms_nothing(string setting, string told)
    {
        await using var notes = await OtherApplication.StartAsync("factory", new Dictionary<string, string>
        {
            ["DOTNET_STARTUP_HOOKS"] = Path.Combine(Build.Output("Seatrial.Inside"), "Seatrial.Inside.dll"),
            ["SEATRIAL_INSIDE"] = setting,
        });
        Assert.Equal(Done, await notes.PostAsync("plain/a"));
        Assert.Contains(told, Assert.Single(notes.Errors));
    }

    [Fact]
    public async Task A_write_of_its_own_is_known_as_one()
    {
        await using var notes = await OtherApplication.StartAsync();
        await notes.PostAsync("plain/a");
        var crossing = notes.Watch.Recording.Crossings[1];
        Assert.Equal((Traits.Writes | Traits.Commits, ""), (crossing.Traits, crossing.Transaction));
    }

    [Fact]
    public async Task A_transaction_that_is_typed_as_statements_is_one()
    {
        await using var notes = await OtherApplication.StartAsync();
        await notes.PostAsync("typed/a");
        await notes.PostAsync("plain/a");
        Assert.Equal(
            ["OPEN Library", "BEGIN Begins", "INSERT notes Writes, InTransaction", "COMMIT Writes, InTransaction, Commits", "OPEN Library", "INSERT notes Writes, Commits"],
            notes.Watch.Recording.Crossings.Select(crossing => $"{crossing.Operation.Split(" ~")[0]} {crossing.Traits}"));
    }

    [Theory]
    [InlineData("error", "SqliteException: SQLite Error 13: 'database or disk is full'.", 0)]
    [InlineData("cut-before", "SqliteException: SQLite Error 10: 'disk I/O error'.", 0)]
    [InlineData("cut-after", "SqliteException: SQLite Error 10: 'disk I/O error'.", 1)]
    [InlineData("truncated", "SqliteException: SQLite Error 10: 'disk I/O error'.", 1)]
    [InlineData("hang", "SqliteException: SQLite Error 5: 'database is locked'.", 0)]
    public async Task Its_code_sees_the_drivers_own_errors(string kind, string seen, int written)
    {
        await using var notes = await OtherApplication.StartAsync();
        using var fault = notes.Arm(kind, await FirstOf(notes, "plain/first", Insert), Traits.Writes);
        Assert.Equal((HttpStatusCode.InternalServerError, seen), await notes.PostAsync("plain/second"));
        Assert.Equal(1, fault.Times);
        Assert.Equal((HttpStatusCode.OK, $"{1 + written}"), await notes.GetAsync("count"));
        Assert.Equal(0, notes.Inside.Open);
    }

    [Theory]
    [InlineData("cut-after", "SqliteException", 4)]
    [InlineData("truncated", "SqliteException", 4)]
    [InlineData("slow", "3=second,4=second", 4)]
    public async Task A_write_that_answers_with_rows_is_done_to_its_end(string kind, string seen, int count)
    {
        await using var notes = await OtherApplication.StartAsync();
        using var fault = notes.Arm(kind, await FirstOf(notes, "returning/first", Insert), Traits.Writes);
        Assert.StartsWith(seen, (await notes.PostAsync("returning/second")).Body, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, $"{count}"), await notes.GetAsync("count"));
        Assert.Equal(1, fault.Times);
    }

    [Fact]
    public async Task A_write_of_its_own_that_comes_late_is_done_after_the_failure()
    {
        await using var notes = await OtherApplication.StartAsync();
        using var fault = notes.Arm("late-delivery", await FirstOf(notes, "plain/first", Insert), Traits.Writes);
        Assert.Equal(HttpStatusCode.InternalServerError, (await notes.PostAsync("plain/late")).Status);
        Assert.Equal(Done, await notes.PostAsync("plain/retry"));
        fault.Release();
        await fault.Ended;
        Assert.Equal((HttpStatusCode.OK, """["first 5","retry 5","late 4"]"""), await notes.GetAsync());
    }

    [Fact]
    public async Task Rows_that_break_off_are_the_first_part_and_then_the_drivers_error()
    {
        await using var notes = await OtherApplication.StartAsync();
        foreach (var note in (string[])["a", "b", "c"])
            await notes.PostAsync($"plain/{note}");
        using var fault = notes.Arm("truncated", await FirstOf(notes, null, "SELECT notes ~"));
        Assert.Equal((HttpStatusCode.InternalServerError, "SqliteException: SQLite Error 10: 'disk I/O error'."), await notes.GetAsync());
        Assert.Equal((HttpStatusCode.OK, """["a 1","b 1","c 1"]"""), await notes.GetAsync());
    }

    [Fact]
    public async Task Rows_that_are_slow_are_the_same_rows()
    {
        await using var notes = await OtherApplication.StartAsync();
        await notes.PostAsync("plain/a");
        using var fault = notes.Arm("slow", await FirstOf(notes, null, "SELECT notes ~"));
        Assert.Equal((HttpStatusCode.OK, """["a 1"]"""), await notes.GetAsync());
        Assert.Equal(1, fault.Times);
    }

    [Theory]
    [InlineData("cut-before", "10 Closed, 10 Closed, 0 Open")]
    [InlineData("cut-after", "10 Closed, 10 Closed, 1 Open")]
    [InlineData("error", "13 Open, 1, 1 Open")]
    public async Task A_connection_that_broke_stays_so_until_it_is_opened_again_and_one_that_was_refused_goes_on(string kind, string seen)
    {
        await using var notes = await OtherApplication.StartAsync();
        using var fault = notes.Arm(kind, await FirstOf(notes, "twice/first", Insert), Traits.Writes);
        Assert.Equal((HttpStatusCode.OK, seen), await notes.PostAsync("twice/second"));
    }

    [Fact]
    public async Task A_cancelled_command_is_given_up_while_it_hangs()
    {
        await using var notes = await OtherApplication.StartAsync();
        using var fault = notes.Arm("hang", await FirstOf(notes, "patient/first?milliseconds=60000", Insert), Traits.Writes);
        var (status, body) = await notes.PostAsync("patient/second?milliseconds=100");
        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Contains("Canceled", body, StringComparison.Ordinal);
        await fault.Ended;
        Assert.Equal((HttpStatusCode.OK, "1"), await notes.GetAsync("count"));
    }

    [Fact]
    public async Task An_outage_refuses_connections_too()
    {
        await using var notes = await OtherApplication.StartAsync();
        using (notes.Arm("outage", "OPEN"))
        {
            const string refused = "SqliteException: SQLite Error 14: 'unable to open database file'.";
            Assert.Equal((HttpStatusCode.InternalServerError, refused), await notes.PostAsync("plain/a"));
            Assert.Equal((HttpStatusCode.InternalServerError, refused), await notes.GetAsync());
        }

        Assert.Equal(Done, await notes.PostAsync("plain/a"));
    }

    [Fact]
    public async Task When_the_tester_goes_away_it_goes_on_and_says_so_once()
    {
        await using var notes = await OtherApplication.StartAsync();
        // A crossing that waits for a word is let go, too.
        using var fault = notes.Arm("hold", await FirstOf(notes, "patient/first?milliseconds=60000", Insert), Traits.Writes);
        var waiting = notes.PostAsync("patient/second?milliseconds=60000");
        await fault.Fired;
        await notes.Inside.DisposeAsync();
        Assert.Equal(Done, await waiting);
        Assert.Equal(Done, await notes.PostAsync("plain/third"));
        Assert.Contains("the tester has gone", Assert.Single(notes.Errors));
    }

    // The operation's whole name, with its hash.
    private static async Task<string> FirstOf(OtherApplication notes, string? post, string start)
    {
        if (post is not null)
            Assert.Equal(HttpStatusCode.OK, (await notes.PostAsync(post)).Status);
        else
            await notes.GetAsync();
        return notes.Operations.Last(operation => operation.StartsWith(start, StringComparison.Ordinal));
    }
}
