using Npgsql;

namespace Seatrial.Faults.Tests.Postgres;

public sealed class RecordingTests(Cluster cluster)
{
    [Fact]
    public async Task A_statement_of_its_own_that_writes_commits()
    {
        await using var rig = await Rig.Make(cluster);
        await Work.Autocommit(rig.Pool, rig.Table);
        var crossing = Assert.Single(rig.Crossings);
        Assert.StartsWith($"INSERT {rig.Table} ~", crossing.Operation, StringComparison.Ordinal);
        Assert.Equal("", crossing.Transaction);
        Assert.Equal(Traits.Writes | Traits.Commits, crossing.Traits);
    }

    [Fact]
    public async Task All_statements_of_a_transaction_are_known_by_its_first()
    {
        await using var rig = await Rig.Make(cluster);
        await Work.Transaction(rig.Pool, rig.Table);
        var crossings = rig.Crossings.ToArray();
        Assert.Equal(["BEGIN", "SELECT", "INSERT", "INSERT", "COMMIT"], crossings.Select(one => one.Operation.Split(' ')[0]));
        Assert.All(crossings, one => Assert.Equal(crossings[1].Operation, one.Transaction));
        Assert.Equal(
        [
            Traits.Begins | Traits.Pipelined, Traits.InTransaction, Traits.InTransaction | Traits.Writes | Traits.Pipelined,
            Traits.InTransaction | Traits.Writes, Traits.InTransaction | Traits.Writes | Traits.Commits,
        ], crossings.Select(one => one.Traits));
    }

    [Fact]
    public async Task A_batch_without_a_transaction_is_one_and_its_last_statement_commits()
    {
        await using var rig = await Rig.Make(cluster);
        await Work.Batch(rig.Pool, rig.Table);
        Assert.Equal(
            [Traits.Writes | Traits.InTransaction | Traits.Pipelined, Traits.Writes | Traits.InTransaction | Traits.Commits],
            rig.Crossings.Select(one => one.Traits));
    }

    [Fact]
    public async Task The_transaction_of_a_reader_commits_nothing()
    {
        await using var rig = await Rig.Make(cluster);
        await using (var connection = await rig.Pool.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await Work.Run(connection, $"SELECT count(*) FROM {rig.Table}");
            await transaction.CommitAsync();
        }

        Assert.Equal(Traits.InTransaction | Traits.Commits, rig.Crossings.Last().Traits);
    }

    [Fact]
    public async Task What_the_library_sends_by_itself_is_marked()
    {
        await using var rig = await Rig.Make(cluster);
        for (var i = 0; i < 2; i++)
            await Work.Read(rig.Pool, rig.Table);
        var library = rig.Watch.Recording.Crossings.Where(one => one.Traits.HasFlag(Traits.Library)).Select(one => one.Operation).ToArray();
        Assert.Equal("CONNECT", library[0]);
        Assert.Contains(library, operation => operation.Contains("DISCARD", StringComparison.Ordinal));
        Assert.Equal(2, rig.Crossings.Count());
    }

    [Fact]
    public async Task Two_runs_of_the_same_work_have_the_same_crossings()
    {
        var recordings = new List<string[]>();
        for (var run = 0; run < 2; run++)
        {
            await using var rig = await Rig.Make(cluster, "Max Auto Prepare=20;Auto Prepare Min Usages=2");
            rig.Watch.Record(new Names([(rig.Table, "{table}")]));
            for (var i = 0; i < 4; i++)
            {
                await Work.Transaction(rig.Pool, rig.Table, 10 * i);
                await Work.Batch(rig.Pool, rig.Table, 10 * i);
                await Work.Read(rig.Pool, rig.Table);
            }

            recordings.Add([.. rig.Watch.Recording.Crossings.Select(one => $"{one.Id} {one.Traits}")]);
        }

        Assert.Equal(recordings[0], recordings[1]);
    }
}
