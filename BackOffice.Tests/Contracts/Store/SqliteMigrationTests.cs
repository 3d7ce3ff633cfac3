using System.IO.Compression;
using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;
using BackOffice.Tests.Fakes;
using Microsoft.Data.Sqlite;

namespace BackOffice.Tests.Contracts.Store;

/// <summary>A store that the program of version 0.1 wrote: five invented orders, one of them declined.</summary>
public sealed class SqliteMigrationTests
{
    [Theory]
    [InlineData("", 5)]
    [InlineData("status:failed", 1)]
    [InlineData("city:\"sao paulo\"", 1)]
    [InlineData("error:card.declined currency:brl", 1)]
    [InlineData("amount:89.00 variant:off", 3)]
    [InlineData("card:4242", 5)]
    [InlineData("card:4242 zoe", 1)]
    [InlineData("sort:amount", 5)]
    [InlineData("teodora", 1)]
    public async Task Open_StoreOfVersion1_AnswersEveryQuery(string text, int expected)
    {
        await using var fixture = await MigratedAsync();
        var query = QueryText.Parse(text, DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc);

        var page = await fixture.Store.SearchAsync(query.Query, null, 50, CancellationToken.None);

        Assert.Empty(query.Problems);
        Assert.Equal(expected, page.Value.Items.Count);
    }

    [Fact]
    public async Task Open_StoreOfVersion1_KeepsEveryOrderAsItWas()
    {
        await using var fixture = await MigratedAsync();
        var id = (await fixture.Store.SearchAsync(new OrderQuery { Text = "quill" }, null, 1, CancellationToken.None)).Value.Items.Single().Id;

        var stored = await fixture.Store.GetWithChildrenAsync(id.Subject, CancellationToken.None);

        Assert.Equal(19, stored?.Head.Version);
        Assert.Equal(2, stored?.Children.Count(child => child.Kind == ChildKinds.Voucher));
        Assert.Equal(4, (await fixture.Store.CountersAsync("headline:Done", CancellationToken.None)).Values.Single());
    }

    [Fact]
    public async Task CheckCounters_OfAMigratedAndThenSpoiltStore_AreFoundAndRepaired()
    {
        await using var fixture = await MigratedAsync();
        var check = new SqliteCounterCheck(fixture.Store);
        Assert.Empty((await check.RunAsync(repair: false, CancellationToken.None)).Differences);
        await fixture.Store.CommitAsync(Sample.Flag("spoils", 0) with { Counters = new Dictionary<string, long> { ["headline:Done"] = 7, ["headline:Held"] = -1 } }, CancellationToken.None);

        var found = await check.RunAsync(repair: true, CancellationToken.None);

        Assert.Equal([new("headline:Done", 11, 4), new("headline:Held", -1, 0)], found.Differences);
        Assert.True(found.Repaired);
        Assert.Empty((await check.RunAsync(repair: false, CancellationToken.None)).Differences);
    }

    [Fact]
    public async Task Open_StoreThatCountedNoCities_CountsThem()
    {
        await using var fixture = await MigratedAsync();
        await fixture.CloseAsync();
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(fixture.Path, StoreFile.Name)};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "DELETE FROM counters WHERE name LIKE 'city:%'; PRAGMA user_version = 3";
            Assert.NotEqual(0, command.ExecuteNonQuery());
        }

        fixture.Reopen();

        Assert.Equal(5, (await fixture.Store.CountersAsync(OrderCounters.CityPrefix, CancellationToken.None)).Values.Sum());
    }

    [Fact]
    public async Task Open_StoreThatCountedNoGroupsOfTheDial_CountsThem()
    {
        await using var fixture = await MigratedAsync();
        await fixture.CloseAsync();
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(fixture.Path, StoreFile.Name)};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            // As it is when the first order fails that was placed before.
            command.CommandText = "DELETE FROM counters WHERE name LIKE 'arm:%'; INSERT INTO counters (name, value) VALUES ('arm:2026112018:off:clean', -1); PRAGMA user_version = 4";
            Assert.NotEqual(0, command.ExecuteNonQuery());
        }

        fixture.Reopen();

        Assert.DoesNotContain((await fixture.Store.CountersAsync(OrderCounters.ArmPrefix, CancellationToken.None)).Values, value => value < 0);
        Assert.Empty((await new SqliteCounterCheck(fixture.Store).RunAsync(repair: false, CancellationToken.None)).Differences);
    }

    private static async Task<EmbeddedStoreFixture> MigratedAsync()
    {
        var fixture = new EmbeddedStoreFixture();
        await fixture.CloseAsync();
        foreach (var file in Directory.GetFiles(fixture.Path, "orders.db*"))
            File.Delete(file);
        await using (var packed = File.OpenRead(Path.Combine(Repository.Root, "BackOffice.Tests", "Contracts", "Store", "orders-v1.db.gz")))
        await using (var unpacked = new GZipStream(packed, CompressionMode.Decompress))
        await using (var file = File.Create(Path.Combine(fixture.Path, StoreFile.Name)))
            await unpacked.CopyToAsync(file);
        fixture.Reopen();
        return fixture;
    }
}
