namespace Seatrial.Faults.Tests;

public sealed class StatementTests
{
    [Theory]
    [InlineData("SELECT id FROM crates WHERE name = $1", "select id\n from crates /* why */ where name = 'demo' -- end")]
    [InlineData("INSERT INTO jobs (kind, key) VALUES ($1, $2)", "INSERT INTO jobs (kind, key) VALUES (@p0, @p1), ('it''s', 7)")]
    [InlineData("DELETE FROM jobs WHERE id IN (1, 2, 3)", "DELETE FROM jobs WHERE id IN (?)")]
    [InlineData("SELECT $1::bigint", "SELECT 42::bigint")]
    public void What_differs_between_runs_is_left_out(string one, string other) =>
        Assert.Equal(Statement.Of(one).Text, Statement.Of(other).Text, ignoreCase: true);

    [Theory]
    [InlineData("SELECT id FROM crates WHERE name = $1", "SELECT id FROM crates WHERE canonical = $1")]
    [InlineData("SELECT id FROM crates", "SELECT id FROM versions")]
    [InlineData("SELECT a::int", "SELECT a::text")]
    public void What_a_statement_does_is_kept(string one, string other) =>
        Assert.NotEqual(Statement.Of(one).Text, Statement.Of(other).Text);

    [Theory]
    [InlineData("INSERT INTO versions (a) VALUES ($1)", "INSERT versions ~", true)]
    [InlineData("UPDATE \"crates\" SET a = 1", "UPDATE crates ~", true)]
    [InlineData("DELETE FROM public.jobs", "DELETE public.jobs ~", true)]
    [InlineData("SELECT 1 FROM crates c", "SELECT crates ~", false)]
    [InlineData("WITH x AS (INSERT INTO a VALUES (1) RETURNING id) SELECT id FROM x", "INSERT a ~", true)]
    [InlineData("BEGIN TRANSACTION ISOLATION LEVEL READ COMMITTED", "BEGIN", false)]
    [InlineData("COMMIT", "COMMIT", false)]
    [InlineData("SELECT pg_advisory_xact_lock($1)", "SELECT ~", false)]
    public void A_statement_is_called_by_its_verb_and_its_table(string sql, string name, bool writes)
    {
        var statement = Statement.Of(sql);
        Assert.StartsWith(name, statement.Name, StringComparison.Ordinal);
        Assert.Equal(writes, statement.Writes);
    }

    [Fact]
    public void Hostile_text_is_a_statement_too()
    {
        Assert.Equal("EMPTY", Statement.Of("").Name.Split(' ')[0]);
        Assert.NotEmpty(Statement.Of("'unterminated").Text);
        Assert.True(Statement.Of($"SELECT {new string('x', 100_000)}").Text.Length < 2_100);
    }
}
