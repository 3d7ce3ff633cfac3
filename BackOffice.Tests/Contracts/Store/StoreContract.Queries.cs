using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;

namespace BackOffice.Tests.Contracts.Store;

public abstract partial class StoreContract
{
    private static readonly string[] s_cities = ["New York", "São Paulo", "Boston"];
    private static readonly string[] s_errors = ["Card.Declined", "Gateway.Busy"];

    [ContractTheory]
    [InlineData("status:failed", 12)]
    [InlineData("status:failed city:boston", 4)]
    [InlineData("city:\"sao paulo\" -status:done", 12)]
    [InlineData("error:card.declined path:batch", null)]
    [InlineData("-error:card.declined", null)]
    [InlineData("error:gateway.busy", 16)]
    [InlineData("-city:boston,\"new york\"", 16)]
    [InlineData("variant:on currency:brl", null)]
    [InlineData("amount:89", null)]
    [InlineData("amount:>=100 sort:amount", null)]
    [InlineData("amount:100..200 currency:usd sort:oldest", null)]
    [InlineData("placed:2026-03-01T12:00..2026-03-01T12:00", 48)]
    [InlineData("placed:>=2026-03-02", 0)]
    [InlineData("sort:oldest", 48)]
    [InlineData("sort:changed status:done", 12)]
    [InlineData("changed:>=2026-03-01T12:01", null)]
    [InlineData("card:4242 amount:89", null)]
    [InlineData("card:4242 card:1881", 0)]
    [InlineData("email:sample1", 11)]
    [InlineData("name:ada status:held step:capture-payment", null)]
    [InlineData("ada error:card.declined sort:amount", null)]
    [InlineData("phone:0107788", 48)]
    [InlineData("phone:+1555 amount:1", 0)]
    [InlineData("GC-0000-0003 status:failed,done,held,queued", 1)]
    [InlineData("status:failed,held path:batch city:boston variant:off amount:<=500 placed:<9999d", null)]
    public async Task Search_Query_EqualsAPlainScan(string text, int? known)
    {
        var orders = await PlaceVariedAsync(48);
        var parsed = QueryText.Parse(text, Sample.Start.AddDays(30), TimeZoneInfo.Utc);
        Assert.Empty(parsed.Problems);
        var query = parsed.Query;

        var expected = Sorted(orders.Where(order => query.Takes(OrderIndex.Of(order)) && Holds(order, query)), query.Sort).ToList();

        foreach (var limit in new[] { 3, 50 })
            Assert.Equal(expected, await PagesAsync(query, limit));
        if (known is { } count)
            Assert.Equal(count, expected.Count);
    }

    [ContractFact]
    public async Task Search_ManyRandomQueries_EqualAPlainScan()
    {
        var orders = await PlaceVariedAsync(48);
        string[] parts =
        [
            "status:failed", "status:person", "-status:done", "path:batch", "path:instant", "step:capture-payment", "-step:notify-customer", "error:card.declined", "-error:gateway.busy",
            "city:boston", "city:boston,\"new york\"", "-city:boston", "variant:on", "variant:off", "currency:usd", "-currency:usd", "amount:>=100", "amount:<=200", "amount:89",
            "placed:>=2026-03-01T12:00", "placed:<2026-03-01T12:00", "changed:>=2026-03-01T12:01", "card:4242", "name:ada", "email:sample2", "sample", "ada sam", "sort:oldest", "sort:changed", "sort:amount",
        ];
        var random = new Random(5);
        for (var i = 0; i < 300; i++)
        {
            var text = string.Join(' ', Enumerable.Range(0, 1 + random.Next(4)).Select(_ => parts[random.Next(parts.Length)]));
            var parsed = QueryText.Parse(text, Sample.Start.AddDays(30), TimeZoneInfo.Utc);
            if (!parsed.IsSound)
                continue;
            var query = parsed.Query;

            var expected = Sorted(orders.Where(order => query.Takes(OrderIndex.Of(order)) && Holds(order, query)), query.Sort);

            Assert.True(expected.SequenceEqual(await PagesAsync(query, 1 + random.Next(20))), text);
        }
    }

    [ContractFact]
    public async Task Search_CursorOfAnotherReader_IsInvalid()
    {
        await PlaceVariedAsync(12);
        var mine = new OrderQuery { City = Facet.Of("boston"), Reader = "me" };
        var cursor = (await Store.SearchAsync(mine, null, 1, None)).Value.Next;

        Assert.NotNull(cursor);
        Assert.True((await Store.SearchAsync(mine, cursor, 1, None)).IsSuccess);
        Assert.IsType<Invalid>((await Store.SearchAsync(mine with { Reader = "you" }, cursor, 1, None)).Error);
    }

    /// <summary>What the keys of a query and its words ask, by looking at the order itself.</summary>
    private static bool Holds(OrderHead order, OrderQuery query)
    {
        var keys = KeyNormaliser.KeysOf(order.Customer).Concat(KeyNormaliser.KeysOf(order.Tenders)).ToList();
        return query.Keys.All(Has) && (query.Text is null || SearchTerms.Of(query.Text).Any(Has));

        bool Has(SearchTerm term) => term switch
        {
            SearchTerm.Id id => order.Id.Value == id.OrderId,
            SearchTerm.IdStart start => order.Id.Value.StartsWith(start.Prefix, StringComparison.Ordinal),
            SearchTerm.Key key => keys.Any(one => one.Class == key.Class && (key.Prefix ? one.Value.StartsWith(key.Value, StringComparison.Ordinal) : one.Value == key.Value)),
            SearchTerm.Name name => name.Words.Select((word, i) => keys.Any(one => one.Class == KeyClasses.NameWord
                && (i == name.Words.Count - 1 ? one.Value.StartsWith(word, StringComparison.Ordinal) : one.Value == word))).All(found => found),
            _ => throw new InvalidOperationException(),
        };
    }

    private static IEnumerable<string> Sorted(IEnumerable<OrderHead> orders, OrderSort sort) => (sort switch
    {
        OrderSort.Placed => orders.OrderByDescending(order => order.PlacedAt).ThenByDescending(order => order.Id.Value, StringComparer.Ordinal),
        OrderSort.Oldest => orders.OrderBy(order => order.PlacedAt).ThenBy(order => order.Id.Value, StringComparer.Ordinal),
        OrderSort.Changed => orders.OrderByDescending(order => order.ChangedAt).ThenByDescending(order => order.Id.Value, StringComparer.Ordinal),
        OrderSort.Amount => orders.OrderByDescending(order => OrderIndex.Of(order).Amount).ThenByDescending(order => order.Id.Value, StringComparer.Ordinal),
    }).Select(order => order.Id.Value);

    private async Task<List<OrderHead>> PlaceVariedAsync(int count)
    {
        var headlines = new[] { Headline.Failed, Headline.Done, Headline.Held, Headline.Queued };
        var orders = Enumerable.Range(0, count).Select(i =>
        {
            var order = Sample.Order(
                i, i % 5 == 0 ? "Ada Sample" : "Bo Sample", headline: headlines[i % 4], path: i % 3 == 0 ? OrderPath.Batch : OrderPath.Instant, step: i % 2 == 0 ? "capture-payment" : "notify-customer",
                placedAt: Sample.Start.AddSeconds(i / 2));
            return order with
            {
                ChangedAt = Sample.Start.AddSeconds(i * 7 % 97),
                Customer = order.Customer with { Phone = "+1 555 010 7788" },
                Lines = [order.Lines[0] with { City = s_cities[i / 4 % 3], UnitPrice = i % 7 == 0 ? new Money(300, "JPY") : new Money(8900 + (i % 4 * 5_000), i % 2 == 0 ? "USD" : "BRL") }],
                Tenders = [order.Tenders[0] with { Last4 = i % 3 == 0 ? "4242" : "1881" }],
                Step = order.Step! with { ErrorCode = i % 3 == 2 ? null : s_errors[i % 3] },
                Variant = i % 6 == 0 ? null : new VariantDecision { Flag = "f", Variant = i % 2 == 0 ? "on" : "off", Bucket = 1, Dial = 1, PolicyVersion = 1, Reason = VariantReason.Dial },
            };
        }).ToList();
        foreach (var order in orders)
        {
            var change = Sample.Place(order);
            await CommittedAsync(change with { AddKeys = [.. change.AddKeys, .. KeyNormaliser.KeysOf(order.Tenders)] });
        }

        return orders;
    }
}
