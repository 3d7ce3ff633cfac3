using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Tests.Contracts.Store;

public abstract partial class StoreContract
{
    [ContractTheory]
    [InlineData("GC-0000-0003", "3")]
    [InlineData(" gc-0000-0003 ", "3")]
    [InlineData("GC-0000-000Z", "")]
    [InlineData("gc-000", "5 4 3 2 1")]
    [InlineData("zoe@example.test", "1")]
    [InlineData("ZOE@Example.Test", "1")]
    [InlineData("zoe@", "2 1")]
    [InlineData("nobody@", "")]
    [InlineData("GC-0000-0004-1", "4")]
    [InlineData("zoe", "3 1")]
    [InlineData("Zoë Inv", "1")]
    [InlineData("inv zoe", "")]
    [InlineData("invented z", "1")]
    [InlineData("zoe nobody", "")]
    [InlineData("obrien", "2")]
    [InlineData("O’Brien", "2")]
    [InlineData("+1 (555) 010-7788", "5")]
    [InlineData("1555010", "5")]
    [InlineData("TICKET-77", "4")]
    [InlineData("user-guid-5", "5")]
    [InlineData("9QX2", "3")]
    [InlineData("!!!", "")]
    [InlineData("%", "")]
    public async Task Search_Text_FindsByItsKind(string text, string expected)
    {
        await PlacePeopleAsync();

        Assert.Equal(expected, await FoundAsync(new OrderQuery { Text = text }));
    }

    [ContractFact]
    public async Task Search_LongOrBrokenText_IsAnswered()
    {
        await PlacePeopleAsync();

        Assert.Equal("", await FoundAsync(new OrderQuery { Text = "\ud800" }));
        Assert.Equal("", await FoundAsync(new OrderQuery { Text = new string('x', 100_000) }));
    }

    [ContractTheory]
    [InlineData(null, null, null)]
    [InlineData("Failed", null, null)]
    [InlineData("Failed,Done,Held", null, null)]
    [InlineData(null, OrderPath.Batch, null)]
    [InlineData(null, null, "capture")]
    [InlineData("Failed", OrderPath.Instant, "capture")]
    [InlineData("Failed,Done", OrderPath.Batch, null)]
    [InlineData("Unknown", null, null)]
    [InlineData(null, OrderPath.Instant, "no-such-step")]
    public async Task Search_Filters_EqualAPlainScan(string? headlines, OrderPath? path, string? step)
    {
        var query = new OrderQuery
        {
            Headlines = headlines is null ? [] : [.. headlines.Split(',').Select(Enum.Parse<Headline>)], Path = path, Step = step is null ? null : Facet.Of(step),
        };
        var orders = await PlaceMixedAsync(60);

        var expected = orders
            .Where(order => query.Headlines.Count == 0 || query.Headlines.Contains(order.Headline))
            .Where(order => path is null || order.Route.Path == path)
            .Where(order => step is null || OrderIndex.Of(order).Step == step)
            .OrderByDescending(order => order.PlacedAt).ThenByDescending(order => order.Id.Value, StringComparer.Ordinal)
            .Select(order => order.Id.Value);

        Assert.Equal(expected, (await PagesAsync(query, 7)).Order(StringComparer.Ordinal).Reverse());
        Assert.Equal(expected.Count(), (await PagesAsync(query, 7)).Count);
    }

    [ContractTheory]
    [InlineData("sample")]
    [InlineData("ada")]
    [InlineData("sample a")]
    public async Task Search_TextAndFilter_BothHold(string text)
    {
        var orders = await PlaceMixedAsync(60);
        var query = new OrderQuery { Text = text, Headlines = [Headline.Failed], Path = OrderPath.Batch };

        var found = await PagesAsync(query, 3);

        Assert.Equal(
            orders.Where(order => order.Headline == Headline.Failed && order.Route.Path == OrderPath.Batch).Select(order => order.Id.Value).Order(),
            found.Order());
    }

    [ContractFact]
    public async Task Search_AfterChange_FollowsTheNewIndex()
    {
        var order = Sample.Order(1, headline: Headline.Running, step: "capture");
        await CommittedAsync(Sample.Place(order));
        await CommittedAsync(Sample.Change(order with { Headline = Headline.Done, Step = null }, 1));

        Assert.Equal("", await FoundAsync(new OrderQuery { Headlines = [Headline.Running] }));
        Assert.Equal("", await FoundAsync(new OrderQuery { Step = Facet.Of("capture") }));
        Assert.Equal("1", await FoundAsync(new OrderQuery { Headlines = [Headline.Done] }));
    }

    [ContractFact]
    public async Task Search_ChangeWithoutIndex_StaysListedWithItsNewHead()
    {
        var order = Sample.Order(1, headline: Headline.Running);
        await CommittedAsync(Sample.Place(order));
        await CommittedAsync(Sample.Change(order with { FraudScore = 9 }, 1) with { Index = null });

        var page = (await Store.SearchAsync(new OrderQuery { Headlines = [Headline.Running] }, null, 10, None)).Value;

        Assert.Equal(9, Assert.Single(page.Items).FraudScore);
    }

    [ContractFact]
    public async Task Search_SubjectsInNoList_AreNotOrders()
    {
        await CommittedAsync(Sample.Flag("a", 0) with { AddKeys = [new LookupKey(KeyClasses.NameWord, "flag")] });

        Assert.Equal("", await FoundAsync(new OrderQuery()));
        Assert.Equal("", await FoundAsync(new OrderQuery { Text = "flag" }));
    }

    [ContractFact]
    public async Task Search_SameMomentPlaced_PagesMissAndRepeatNothing()
    {
        for (var i = 0; i < 25; i++)
            await CommittedAsync(Sample.Place(Sample.Order(i, placedAt: Sample.Start)));

        var found = await PagesAsync(new OrderQuery(), 4);

        Assert.Equal(25, found.Count);
        Assert.Equal(25, found.Distinct().Count());
    }

    [ContractTheory]
    [InlineData(null)]
    [InlineData("ann")]
    public async Task Search_RowsAddedWhilePaging_OldRowsComeOnce(string? text)
    {
        for (var i = 0; i < 30; i++)
            await CommittedAsync(Sample.Place(Sample.Order(i, "Ann Annabel")));
        var query = new OrderQuery { Text = text };
        var found = new List<string>();
        string? cursor = null;
        var added = 1000;

        do
        {
            var page = (await Store.SearchAsync(query, cursor, 7, None)).Value;
            found.AddRange(page.Items.Select(order => order.Id.Value));
            cursor = page.Next;
            await CommittedAsync(Sample.Place(Sample.Order(added++, "Ann New")));
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(0, 30).Reverse().Select(i => Sample.Id(i).Value), found);
    }

    /// <summary>More orders with the word than a store may care to sort.</summary>
    [ContractFact]
    public async Task Search_VeryCommonWord_NewestFirstWithAndWithoutMore()
    {
        const int common = 5_200;
        await Parallel.ForAsync(0, common, new ParallelOptions { MaxDegreeOfParallelism = 128 }, async (i, token) =>
            await Store.CommitAsync(Sample.Place(Sample.Order(i, i % 50 == 0 ? "Anna Rare" : i % 50 == 1 ? "Bo Other" : "Ann Annabel")), token));
        var anns = Enumerable.Range(0, common).Where(i => i % 50 != 1).Reverse().Select(i => Sample.Id(i).Value).ToList();
        var rare = Enumerable.Range(0, common).Where(i => i % 50 == 0).Reverse().Select(i => Sample.Id(i).Value).ToList();

        Assert.Equal(anns, await PagesAsync(new OrderQuery { Text = "ann" }, 900));
        Assert.Equal(anns, await PagesAsync(new OrderQuery { Text = "ann", Headlines = [Headline.Queued] }, 900));
        Assert.Equal(rare, await PagesAsync(new OrderQuery { Text = "rare ann" }, 30));
        Assert.Equal(rare, await PagesAsync(new OrderQuery { Text = "anna rar" }, 30));
        Assert.Empty(await PagesAsync(new OrderQuery { Text = "bo ann" }, 30));
    }

    [ContractFact]
    public async Task Search_FullLastPage_HasNoNext()
    {
        for (var i = 0; i < 10; i++)
            await CommittedAsync(Sample.Place(Sample.Order(i)));

        var first = (await Store.SearchAsync(new OrderQuery(), null, 5, None)).Value;
        var second = (await Store.SearchAsync(new OrderQuery(), first.Next, 5, None)).Value;

        Assert.NotNull(first.Next);
        Assert.Equal(5, second.Items.Count);
        Assert.Null(second.Next);
    }

    [ContractFact]
    public async Task Search_CursorOfAnotherQuery_IsInvalid()
    {
        for (var i = 0; i < 5; i++)
            await CommittedAsync(Sample.Place(Sample.Order(i)));
        var cursor = (await Store.SearchAsync(new OrderQuery(), null, 2, None)).Value.Next;
        Assert.NotNull(cursor);

        Assert.IsType<Invalid>((await Store.SearchAsync(new OrderQuery { Text = "ada" }, cursor, 2, None)).Error);
        Assert.IsType<Invalid>((await Store.SearchAsync(new OrderQuery { Path = OrderPath.Batch }, cursor, 2, None)).Error);
        Assert.IsType<Invalid>((await Store.SearchAsync(new OrderQuery(), Flip(cursor), 2, None)).Error);
    }

    [ContractTheory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("%%%")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Search_NotACursor_IsInvalid(string cursor) =>
        Assert.IsType<Invalid>((await Store.SearchAsync(new OrderQuery(), cursor, 2, None)).Error);

    [ContractFact]
    public async Task Search_Cancelled_Throws()
    {
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.SearchAsync(new OrderQuery(), null, 10, source.Token));
    }

    private static string Flip(string cursor) => (cursor[0] == 'A' ? 'B' : 'A') + cursor[1..];

    private async Task PlacePeopleAsync()
    {
        await CommittedAsync(Sample.Place(Sample.Order(1, "Zoë Invented", "zoe@example.test")));
        await CommittedAsync(Sample.Place(Sample.Order(2, "Pat O'Brien", "zoe@example.test.example")));
        var third = Sample.Place(Sample.Order(3, "Zoe Other-Name"));
        await CommittedAsync(third with { AddKeys = [.. third.AddKeys, new LookupKey(KeyClasses.VoucherLast4, "9QX2")] });
        var fourth = Sample.Place(Sample.Order(4, "Kim Sample"));
        await CommittedAsync(fourth with
        {
            AddKeys =
            [
                .. fourth.AddKeys, new LookupKey(KeyClasses.Execution, "GC-0000-0004-1"),
                .. KeyNormaliser.KeysOf([new ExternalReference("zendesk", "Ticket-77")]),
            ],
        });
        var fifth = Sample.Order(5, "Lee Sample");
        await CommittedAsync(Sample.Place(fifth with { Customer = fifth.Customer with { Phone = "+1 555 010 7788", UserGuid = "User-Guid-5" } }));
    }

    private async Task<List<OrderHead>> PlaceMixedAsync(int count)
    {
        var headlines = new[] { Headline.Failed, Headline.Done, Headline.Held, Headline.Queued };
        var orders = Enumerable.Range(0, count).Select(i => Sample.Order(
            i, headline: headlines[i % 4], path: i % 3 == 0 ? OrderPath.Batch : OrderPath.Instant, step: i % 2 == 0 ? "capture" : "notify")).ToList();
        foreach (var order in orders)
            await CommittedAsync(Sample.Place(order));
        return orders;
    }

    private async Task<List<string>> PagesAsync(OrderQuery query, int limit)
    {
        var found = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await Store.SearchAsync(query, cursor, limit, None)).Value;
            Assert.True(page.Items.Count <= limit);
            found.AddRange(page.Items.Select(order => order.Id.Value));
            cursor = page.Next;
        }
        while (cursor is not null);
        return found;
    }

    /// <summary>The numbers of the orders found, in the list's order.</summary>
    private async Task<string> FoundAsync(OrderQuery query) =>
        string.Join(' ', (await PagesAsync(query, 50)).Select(id => Crockford.Digits.IndexOf(id[^1], StringComparison.Ordinal)));
}
