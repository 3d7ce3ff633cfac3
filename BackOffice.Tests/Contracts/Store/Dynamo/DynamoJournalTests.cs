using Amazon.DynamoDBv2.Model;
using BackOffice.Core.Audit;
using BackOffice.Core.Backends.Aws.Store;
using BackOffice.Core.Common;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Contracts.Store.Dynamo;

/// <summary>The journal: folded once whatever happens, by one at a time, and after a crash by whoever comes next.</summary>
[Collection("DynamoDB Local")]
public sealed class DynamoJournalTests : IAsyncLifetime
{
    private const string Transact = "TransactWriteItems";
    private DynamoStoreFixture? _fixture;

    private DynamoStoreFixture Fixture => _fixture ?? throw new InvalidOperationException();

    private DynamoStore Store => Fixture.Store;

    private static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync() => _fixture = DynamoDbLocal.WhyNot is null ? await DynamoStoreFixture.OpenAsync() : null;

    public async Task DisposeAsync()
    {
        if (_fixture is not null)
            await _fixture.DisposeAsync();
    }

    [DynamoFact]
    public async Task Fold_AnswerLost_FoldsOnce()
    {
        await PlaceAsync(Store, 0, 5);
        Fixture.Wire.Next(Transact, FaultyWire.LostAnswer);

        await IsWholeAsync(Store, 5);
    }

    [DynamoFact]
    public async Task Fold_AnswerLostAndTokenForgotten_FoldsOnce()
    {
        await PlaceAsync(Store, 0, 5);
        Fixture.Wire.Next(Transact, FaultyWire.LostAnswer);
        Fixture.Wire.Next(Transact, FaultyWire.Rewritten(body => body["ClientRequestToken"] = "forgotten"));

        await IsWholeAsync(Store, 5);
    }

    [DynamoFact]
    public async Task Fold_AfterACrashBeforeIt_IsDoneByTheNextProcess()
    {
        await PlaceAsync(Store, 0, 3);

        var next = await Fixture.OpenStoreAsync(Fixture.Options);

        await IsWholeAsync(next, 3);
    }

    [DynamoFact]
    public async Task Fold_ByManyStoresAtOnce_GivesEachRecordOnePlace()
    {
        var others = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Fixture.OpenStoreAsync(Fixture.Options)));

        await Task.WhenAll(others.Select((store, i) => PlaceAsync(store, i * 20, 20)));

        await Task.WhenAll(others.Select(store => store.Journal.LookAsync(None)));
        await Store.Journal.LookAsync(None);
        await IsWholeAsync(Store, 60);
    }

    [DynamoFact]
    public async Task Fold_WhileAnotherHasTheLease_WaitsUntilItIsOver()
    {
        var clock = new StillClock();
        var other = await Fixture.OpenStoreAsync(Fixture.Options with { Owner = "other" }, clock: clock);
        await PlaceAsync(Store, 0, 1);
        await Store.Journal.FoldAsync(None);
        clock.Advance(DateTimeOffset.UtcNow - clock.GetUtcNow());
        await PlaceAsync(other, 1, 1);

        Assert.False(await other.Journal.FoldAsync(None));
        Assert.Single(await other.OutboxAsync(0, 10, None));

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True(await other.Journal.FoldAsync(None));
        Assert.Equal(2, (await other.OutboxAsync(0, 10, None)).Count);
    }

    [DynamoFact]
    public async Task Fold_WhileCommitsGoOn_EndsWithWhatWasThere()
    {
        await PlaceAsync(Store, 0, 2);
        var next = 2;
        Fixture.Wire.Always = operation => operation != Transact ? null : async (request, pass) =>
        {
            // Each fold is answered only after one more commit: the journal is never empty.
            if ((await request.Content!.ReadAsStringAsync()).Contains("\"Delete\"", StringComparison.Ordinal))
                await PlaceAsync(Store, next++, 1);
            return await pass();
        };

        Assert.True(await Store.Journal.FoldAsync(None).WaitAsync(TimeSpan.FromSeconds(30)));

        Fixture.Wire.Heal();
        Assert.Equal(next, (await Store.OutboxAsync(0, 1000, None)).Count);
    }

    [DynamoFact]
    public async Task Fold_ChangeSetsAsLargeAsTheyMayBe_FitsItsTransactions()
    {
        for (var i = 0; i < 3; i++)
        {
            var change = Sample.Place(Sample.Order(i)) with
            {
                AddKeys = [], Events = [.. Enumerable.Range(0, 90).Select(n => Sample.Event($"{i}-{n}"))], Counters = Enumerable.Range(0, 40).ToDictionary(n => $"c{i}-{n}", _ => 1L),
            };
            Assert.True((await Store.CommitAsync(change, None)).IsSuccess);
        }

        Assert.Equal(270, (await Store.OutboxAsync(0, 1000, None)).Count);
        Assert.Equal(120, (await Store.CountersAsync("c", None)).Count);
        Assert.Equal(Enumerable.Range(100, 7).Select(n => (long)n), (await Store.OutboxAsync(99, 7, None)).Select(record => record.Sequence));
    }

    [DynamoFact]
    public async Task Outbox_EventsOfOneFoldOverTheEndOfABlock_AreReadFromEveryPlace()
    {
        await PlaceAsync(Store, 0, 1);
        await Store.Journal.FoldAsync(None);
        await SetOutboxAsync(9_997);
        var change = Sample.Place(Sample.Order(1)) with { Events = [.. Enumerable.Range(0, 5).Select(n => Sample.Event($"{n}"))] };
        Assert.True((await Store.CommitAsync(change, None)).IsSuccess);
        await PlaceAsync(Store, 2, 1);

        for (var after = 9_997; after < 10_003; after++)
            Assert.Equal(Enumerable.Range(after + 1, 10_003 - after).Select(n => (long)n), (await Store.OutboxAsync(after, 100, None)).Select(record => record.Sequence));
    }

    /// <summary>As if so many events had been written.</summary>
    private Task SetOutboxAsync(long last)
    {
        var update = new UpdateText().Set(Attributes.Outbox, Values.Of(last));
        return Fixture.Client.UpdateItemAsync(new UpdateItemRequest
        {
            TableName = Fixture.Options.Table, Key = ItemKeys.Log, UpdateExpression = update.Text, ExpressionAttributeNames = update.Names, ExpressionAttributeValues = update.Values,
        });
    }

    [DynamoFact]
    public async Task Commit_MoreCountersThanAFoldTakes_IsInvalid() => Assert.IsType<Invalid>(
        (await Store.CommitAsync(Sample.Place(Sample.Order(1)) with { Counters = Enumerable.Range(0, 41).ToDictionary(n => $"c{n}", _ => 1L) }, None)).Error);

    [DynamoFact]
    public async Task Audit_LogOfManyFolds_PagesThroughInBothOrders()
    {
        for (var i = 0; i < 12; i++)
        {
            await PlaceAsync(Store, i * 3, 3);
            await Store.Journal.FoldAsync(None);
        }

        foreach (var newestFirst in new[] { true, false })
        {
            var sequences = new List<long>();
            string? cursor = null;
            do
            {
                var page = await Store.AuditAsync(new AuditQuery { NewestFirst = newestFirst }, cursor, 5, None);
                sequences.AddRange(page.Items.Select(item => item.Sequence));
                cursor = page.Next;
            }
            while (cursor is not null);

            Assert.Equal(newestFirst ? Enumerable.Range(1, 36).Reverse() : Enumerable.Range(1, 36), sequences.Select(sequence => (int)sequence));
        }
    }

    internal static async Task PlaceAsync(DynamoStore store, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            var change = Sample.Audited(Sample.Order(i), 0).Change with { Events = [Sample.Event($"{i}")], Counters = new Dictionary<string, long> { ["n"] = 1 } };
            var result = await store.CommitAsync(change, None);
            Assert.True(result.IsSuccess, result.Error?.Message);
        }
    }

    private static async Task IsWholeAsync(DynamoStore store, int count)
    {
        var records = await store.OutboxAsync(0, 1000, None);
        Assert.Equal(Enumerable.Range(1, count).Select(n => (long)n), records.Select(record => record.Sequence));
        Assert.Equal(count, records.Select(record => record.Event.Key).Distinct().Count());
        Assert.Equal(count, (await store.CountersAsync("n", None))["n"]);
        Assert.Equal(count, (await store.AuditAsync(new AuditQuery(), null, 200, None)).Items.Select(item => item.Sequence).Distinct().Count());
    }
}
