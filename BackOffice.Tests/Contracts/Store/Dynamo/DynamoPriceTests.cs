using System.Globalization;
using BackOffice.Core.Audit;
using BackOffice.Core.Backends.Aws.Store;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;
using BackOffice.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace BackOffice.Tests.Contracts.Store.Dynamo;

/// <summary>The whole pipeline on DynamoDB, and what each interaction costs: the table of <c>docs/dynamodb.md</c>.</summary>
[Collection("DynamoDB Local")]
public sealed class DynamoPriceTests(ITestOutputHelper output)
{
    private static CancellationToken None => CancellationToken.None;

    [DynamoFact]
    public async Task Order_OnDynamoDb_GoesThroughToItsVoucher()
    {
        await using var fixture = await DynamoStoreFixture.OpenAsync();
        await using var lab = await StartAsync(fixture);

        var placed = await lab.PlaceAsync(PipelineLab.Request(2), "1");
        var done = await lab.UntilAsync(placed.Id, head => head.Headline is Headline.Done);

        Assert.Equal(2, (await lab.ViewAsync(placed.Id)).Vouchers.Count);
        Assert.Equal(1, (await lab.Store.CountersAsync("headline:Done", None)).Values.Single());
        Assert.Single((await lab.Store.SearchAsync(new OrderQuery { Headlines = [Headline.Done] }, null, 10, None)).Value.Items);
        Print("Order, placed to done (2 vouchers)", Capacity.Of(OrderWrites(fixture)));
        var first = OrderWrites(fixture).First(call => Head(call, "Put"));
        var later = OrderWrites(fixture).Where(call => Head(call, "Update") && call.Answer?.ContainsKey("ConsumedCapacity") == true).ToList();
        Print("Place", Capacity.Of([first]));
        Print(string.Create(CultureInfo.InvariantCulture, $"One of its {later.Count} later commits, on average"), Capacity.Of(later) / later.Count, perCall: true);
        Print("Folding all of it", Capacity.Of(fixture.Wire.Calls.Where(call => call.Operation == "TransactWriteItems" && !Head(call, "Put") && !Head(call, "Update"))));
        Assert.InRange(Capacity.Of([first]).Writes, 1, 60);
        Assert.InRange(Capacity.Of(later).Writes / later.Count, 1, 60);
        Assert.Equal(done.Version, later.Count + 1);
    }

    [DynamoFact]
    public async Task Reads_OfThreeHundredOrders_CostWhatTheDocumentationSays()
    {
        await using var fixture = await DynamoStoreFixture.OpenAsync();
        var headlines = new[] { Headline.Failed, Headline.Done, Headline.Done, Headline.Done, Headline.Queued };
        await Parallel.ForAsync(0, 300, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, token) =>
        {
            var order = Sample.Order(i, i % 10 == 0 ? "Ada Rare" : "Bo Sample", headline: headlines[i % 5], step: i % 5 == 0 ? "capture-payment" : null);
            order = order with { Tenders = [order.Tenders[0] with { Last4 = i % 30 == 0 ? "4242" : "1881" }] };
            var change = Sample.Audited(order, 0).Change;
            var result = await fixture.Store.CommitAsync(change with
            {
                AddKeys = [.. change.AddKeys, .. KeyNormaliser.KeysOf(order.Tenders)],
                Children = [.. Enumerable.Range(0, 12).Select(n => new ChildWrite("step", $"{n:D4}", new byte[600]))],
                Dues = [new Due("sweep", Sample.Start.AddDays(i))], Events = [Sample.Event($"{i}")], Counters = new Dictionary<string, long> { ["headline:Done"] = 1 },
            }, token);
            Assert.True(result.IsSuccess, result.Error?.Message);
        });
        await fixture.Store.Journal.FoldAsync(None);
        var store = fixture.Store;

        Assert.Equal(1, (await PrintAsync("Head by id", () => store.GetAsync(Sample.Id(7).Subject, None))).Requests);
        Assert.Equal(2, (await PrintAsync("Open an order: head and 12 children", () => store.GetWithChildrenAsync(Sample.Id(7).Subject, None))).Requests);
        Assert.Equal(2, (await PrintAsync("Its audit entries", () => store.AuditAsync(new AuditQuery { Subject = Sample.Id(7).Subject.Value }, null, 50, None))).Requests);
        Assert.Equal(1, (await PrintAsync("Unique key", () => store.FindAsync(KeyClasses.Idempotency, "client|1", false, 1, None))).Requests);
        Assert.InRange((await PrintAsync("Due moments of a kind", () => store.DueAsync("sweep", Sample.Start.AddDays(3), 50, None))).Requests, 4, 8);
        Assert.Equal(1, (await PrintAsync("Counters", () => store.CountersAsync("headline:", None))).Requests);
        Assert.Equal(2, (await PrintAsync("Outbox, 50 records", () => store.OutboxAsync(100, 50, None))).Requests);
        Assert.InRange((await PrintAsync("Audit log, newest 50", () => store.AuditAsync(new AuditQuery(), null, 50, None))).Requests, 2, 4);
        Assert.InRange((await PrintAsync("Audit log of an action, newest 50", () => store.AuditAsync(new AuditQuery { Action = "order" }, null, 50, None))).Requests, 3, 5);
        foreach (var (text, most) in new[]
        {
            ("", 5), ("GC-0000-0007", 1), ("gc-000", 60), ("sample7@example.test", 2), ("email:sample7", 2), ("ada", 8), ("ada rare", 8), ("card:4242", 2), ("card:4242 amount:89 placed:2026-03-01", 2),
            ("status:failed", 5), ("status:failed path:instant", 5), ("step:capture-payment status:failed", 5), ("city:\"new york\" status:queued", 14), ("amount:>=100", 8),
            ("sort:changed", 5), ("sort:amount", 5), ("-status:done sort:oldest", 41), ("status:cancelled currency:brl", 8),
        })
        {
            var query = QueryText.Parse(text, Sample.Start.AddDays(30), TimeZoneInfo.Utc);
            Assert.Empty(query.Problems);
            var cost = await PrintAsync(text.Length == 0 ? "All orders, newest 50" : text, () => store.SearchAsync(query.Query, null, 50, None));
            Assert.True(cost.Requests <= most, $"{text}: {cost}");
        }

        async Task<Capacity> PrintAsync<T>(string what, Func<Task<T>> read)
        {
            fixture.Wire.Calls.Clear();
            await read();
            var cost = Capacity.Of(fixture.Wire.Calls);
            Print(what, cost);
            return cost;
        }
    }

    private void Print(string what, Capacity cost, bool perCall = false) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {what} | {(perCall ? 1 : cost.Requests)} | {cost.Reads:0.#} | {cost.Writes:0.#} |"));

    private static Task<EmbeddedLab> StartAsync(DynamoStoreFixture fixture) => EmbeddedLab.StartAsync(store: (services, folder) =>
    {
        services.AddSingleton(fixture.Client); // an instance, which the host does not dispose of
        services.AddDynamoStore(fixture.Options, folder);
    });

    /// <summary>Commits of orders: transactions whose first item is an order's head.</summary>
    private static IEnumerable<FaultyWire.Call> OrderWrites(DynamoStoreFixture fixture) => fixture.Wire.Calls.Where(call => call.Operation == "TransactWriteItems" && (Head(call, "Put") || Head(call, "Update")));

    private static bool Head(FaultyWire.Call call, string kind)
    {
        var first = call.Body["TransactItems"]?[0]?[kind];
        return (first?["Item"] ?? first?["Key"])?["pk"]?["S"]?.GetValue<string>().StartsWith("S#order/", StringComparison.Ordinal) == true;
    }
}
