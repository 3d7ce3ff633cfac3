using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Contracts.Store.Dynamo;

/// <summary>Many writers over a wire on which up to one request in four goes wrong somehow; and texts that would be more than text, if anything let them.</summary>
[Collection("DynamoDB Local")]
public sealed class DynamoChaosTests : IAsyncLifetime
{
    private DynamoStoreFixture? _fixture;

    private DynamoStoreFixture Fixture => _fixture ?? throw new InvalidOperationException();

    private static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync() => _fixture = DynamoDbLocal.WhyNot is null ? await DynamoStoreFixture.OpenAsync(DynamoStoreFixture.FastOptions with { Tries = 4 }) : null;

    public async Task DisposeAsync()
    {
        if (_fixture is not null)
            await _fixture.DisposeAsync();
    }

    [DynamoTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Commit_FaultsAtRandom_EveryCommitIsWholeAndCountedOnce(int seed)
    {
        const int orders = 12;
        var random = new Random(seed);
        var gate = new Lock();
        Fixture.Wire.Always = operation =>
        {
            int dice;
            lock (gate)
                dice = random.Next(24);
            return dice switch
            {
                0 or 1 => FaultyWire.LostAnswer,
                2 => FaultyWire.LostRequest,
                3 => FaultyWire.Error("ProvisionedThroughputExceededException"),
                4 when operation == "TransactWriteItems" => FaultyWire.Cancelled("TransactionConflict", "None"),
                5 when operation == "TransactWriteItems" => FaultyWire.Rewritten(body => body["ClientRequestToken"] = Guid.NewGuid().ToString("N")),
                _ => null,
            };
        };
        var acknowledged = new long[orders];

        await Parallel.ForEachAsync(Enumerable.Range(0, orders), new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (number, token) =>
        {
            for (var round = 0; round < 12; round++)
            {
                try
                {
                    acknowledged[number] = Math.Max(acknowledged[number], await ChangeAsync(number, token));
                    await Fixture.Store.Journal.FoldAsync(token);
                }
                catch (StoreOutage)
                {
                    // The next round reads again.
                }
            }
        });

        Fixture.Wire.Heal();
        var versions = new Dictionary<string, long>();
        for (var number = 0; number < orders; number++)
            versions[$"{number}"] = (await Fixture.Store.GetAsync(Sample.Id(number).Subject, None))?.Version ?? 0;
        var total = versions.Values.Sum();
        var records = await Fixture.Store.OutboxAsync(0, 10_000, None);
        Assert.All(versions, pair => Assert.True(pair.Value >= acknowledged[int.Parse(pair.Key, System.Globalization.CultureInfo.InvariantCulture)]));
        Assert.InRange(total, orders * 6, orders * 12);
        Assert.Equal(total, (await Fixture.Store.CountersAsync("n", None))["n"]);
        Assert.Equal(Enumerable.Range(1, (int)total).Select(n => (long)n), records.Select(record => record.Sequence));
        foreach (var (number, version) in versions)
        {
            Assert.Equal(Enumerable.Range(1, (int)version).Select(n => $"{n}"), records.Where(record => record.Event.Key == number).Select(record => Sample.Text(record.Event.Detail)));
            var entries = (await Fixture.Store.AuditAsync(new AuditQuery { Subject = Sample.Id(int.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).Subject.Value, NewestFirst = false }, null, 100, None)).Items;
            Assert.Equal(Enumerable.Range(1, (int)version).Select(n => (long)n), entries.Select(entry => entry.Entry.Number));
            Assert.Equal(entries.Select(entry => entry.Sequence).Order(), entries.Select(entry => entry.Sequence));
        }
    }

    [DynamoFact]
    public async Task Search_TextsThatLookLikeExpressions_AreValuesAndNothingElse()
    {
        string[] nasty = ["#h = :h", ":h", "pk", "attribute_exists(pk)", "a' OR 'a'='a", "\"}]}", "0 BETWEEN :l AND :u", "name(\u0001", "\u0000x", "%_*?", "S#order/GC-0000-0001", "../..", "{{7*7}}", "\U0010FFFF\U0010FFFF"];
        await Fixture.Store.CommitAsync(Sample.Place(Sample.Order(1)), None);
        Fixture.Wire.Calls.Clear();

        foreach (var text in nasty)
        {
            Assert.Empty((await Fixture.Store.SearchAsync(new OrderQuery { Text = text, City = Facet.Of(text) }, null, 10, None)).Value.Items);
            Assert.Empty((await Fixture.Store.SearchAsync(new OrderQuery { Keys = [new SearchTerm.Key(KeyClasses.Email, text, Prefix: true)], Error = Facet.Of(text), Sort = OrderSort.Changed }, null, 10, None)).Value.Items);
            Assert.Empty(await Fixture.Store.FindAsync(KeyClasses.External, text, false, 10, None));
            Assert.Empty((await Fixture.Store.AuditAsync(new AuditQuery { ActorId = text }, null, 10, None)).Items);
        }

        var expressions = Fixture.Wire.Calls.Where(call => call.Operation == "Query").Select(call => call.Body["KeyConditionExpression"]!.GetValue<string>()).Distinct();
        Assert.Equal("#h = :h AND #r BETWEEN :l AND :u", Assert.Single(expressions));
    }

    [DynamoFact]
    public async Task Search_BudgetSpent_SaysHowFarAndGoesOnToTheProvenEnd()
    {
        for (var i = 0; i < 20; i++)
            await Fixture.Store.CommitAsync(Sample.Place(Sample.Order(i)), None);
        var store = await Fixture.OpenStoreAsync(Fixture.Options with { WalkRows = 6, NarrowRows = 1 });
        var query = QueryText.Parse("currency:brl", Sample.Start, TimeZoneInfo.Utc).Query;
        var searchedTo = new List<DateTimeOffset?>();
        string? cursor = null;

        do
        {
            var page = (await store.SearchAsync(query, cursor, 10, None)).Value;
            Assert.Empty(page.Items);
            Assert.Equal(page.Next is null, page.SearchedTo is null);
            searchedTo.Add(page.SearchedTo);
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal([Sample.Start.AddSeconds(14), Sample.Start.AddSeconds(8), Sample.Start.AddSeconds(2), null], searchedTo);
    }

    private async Task<long> ChangeAsync(int number, CancellationToken cancellationToken)
    {
        var head = await Fixture.Store.GetAsync(Sample.Id(number).Subject, cancellationToken);
        var order = head is null ? Sample.Order(number) : OrderDraft.HeadOf(head);
        var version = head?.Version ?? 0;
        var (change, _) = Sample.Audited(order, version);
        var result = await Fixture.Store.CommitAsync(change with
        {
            Events = [Sample.Event($"{number}", detail: $"{version + 1}")],
            Children = [new ChildWrite("effect", $"{version + 1}", Sample.Text("{}"), MustBeNew: true)],
            Counters = new Dictionary<string, long> { ["n"] = 1 },
        }, cancellationToken);
        if (result.IsSuccess)
            return result.Value;
        Assert.True(result.Error is Unavailable, result.Error.Message);
        return 0;
    }
}
