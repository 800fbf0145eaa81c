using AwsOtel.Engine.Conventions;
using Xunit;

namespace AwsOtel.Tests.Conventions;

/// <summary>See <see href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ql-reference.html"/>.</summary>
public sealed class PartiQlTableTests
{
    [Theory]
    [InlineData("SELECT * FROM orders", "orders")]
    [InlineData("select * from \"orders\" where id = 1", "orders")]
    [InlineData("SELECT id, total\nFROM \"or-ders.2026_a\"", "or-ders.2026_a")]
    [InlineData("SELECT * FROM \"orders\".\"by-day\" WHERE id = 'x'", "orders")]
    [InlineData("SELECT * FROM orders.index", "orders")]
    [InlineData("  INSERT INTO orders VALUE {'id': 'FROM secrets'}", "orders")]
    [InlineData("UPDATE \"orders\" SET a = 'FROM secrets'", "orders")]
    [InlineData("DELETE FROM orders WHERE id = 'x' RETURNING ALL OLD *", "orders")]
    [InlineData("SELECT 'FROM secrets' FROM orders", null)]
    [InlineData("EXISTS(SELECT * FROM orders WHERE id = 'x')", null)]
    [InlineData("DROP TABLE orders", null)]
    [InlineData("orders", null)]
    [InlineData("", null)]
    public void Table_of_a_statement(string statement, string? table)
    {
        Assert.Equal(table, PartiQlTable.ReadOnlyOne(statement));
        Assert.Equal(table is null ? null : new[] { table }, PartiQlTable.ReadList(statement));
    }

    [Fact]
    public void Tables_of_several_statements_are_told_once_each()
    {
        var statements = new List<object> { "SELECT * FROM orders", "SELECT * FROM users", "not told", "DELETE FROM orders" };

        Assert.Equal(new[] { "orders", "users" }, PartiQlTable.ReadList(statements));
        Assert.Null(PartiQlTable.ReadOnlyOne(statements));
    }

    [Fact]
    public void A_hostile_statement_takes_no_time()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var statement = "SELECT " + string.Concat(Enumerable.Repeat("a FROM ! ", 5_000));
        try
        {
            Assert.Null(PartiQlTable.ReadList(statement));
        }
        catch (System.Text.RegularExpressions.RegexMatchTimeoutException)
        {
            // Bounded as well: the row is left out.
        }

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }
}
