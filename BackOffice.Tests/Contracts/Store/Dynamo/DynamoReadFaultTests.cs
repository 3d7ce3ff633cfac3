using System.Text.Json.Nodes;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Contracts.Store.Dynamo;

/// <summary>Reads over a wire on which pages are empty, batches are cut, indexes lag and requests are throttled.</summary>
[Collection("DynamoDB Local")]
public sealed class DynamoReadFaultTests : IAsyncLifetime
{
    private DynamoStoreFixture? _fixture;

    private DynamoStoreFixture Fixture => _fixture ?? throw new InvalidOperationException();

    private FaultyWire Wire => Fixture.Wire;

    private IStore Store => Fixture.Store;

    private static CancellationToken None => CancellationToken.None;

    public async Task InitializeAsync() => _fixture = DynamoDbLocal.WhyNot is null ? await DynamoStoreFixture.OpenAsync(DynamoStoreFixture.FastOptions with { Tries = 6 }) : null;

    public async Task DisposeAsync()
    {
        if (_fixture is not null)
            await _fixture.DisposeAsync();
    }

    [DynamoTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Read_EmptyAndCutPages_MissNothing(bool faults)
    {
        await PlaceAsync(12);
        if (faults)
            Wire.Always = operation => operation == "Query" ? WireFaults.EmptyPages : null;

        Assert.Equal(12, (await Store.SearchAsync(new OrderQuery(), null, 50, None)).Value.Items.Count);
        Assert.Equal(12, (await Store.SearchAsync(new OrderQuery { Text = "ada" }, null, 50, None)).Value.Items.Count);
        Assert.Equal(12, (await Store.SearchAsync(new OrderQuery { Text = "gc-000" }, null, 50, None)).Value.Items.Count);
        Assert.Equal(12, (await Store.SearchAsync(new OrderQuery { City = Facet.Of("new york"), Sort = OrderSort.Amount }, null, 50, None)).Value.Items.Count);
        Assert.Equal(12, (await Store.FindAsync(KeyClasses.NameWord, "sample", false, 50, None)).Count);
        Assert.Equal(12, (await Store.FindAsync(KeyClasses.NameWord, "sam", true, 50, None)).Count);
        Assert.Equal(12, (await Store.DueAsync("sweep", Sample.Start.AddDays(1), 50, None)).Count);
        Assert.Equal(12, (await Store.OutboxAsync(0, 50, None)).Count);
        Assert.Equal(12, (await Store.AuditAsync(new AuditQuery(), null, 50, None)).Items.Count);
        Assert.Equal(12, (await Store.AuditAsync(new AuditQuery { Action = "order" }, null, 50, None)).Items.Count);
        Assert.Equal(5, (await Store.GetWithChildrenAsync(Sample.Id(3).Subject, None))?.Children.Count);
        Assert.Equal(12, (await Store.CountersAsync("n", None))["n"]);
        Assert.DoesNotContain(Wire.Calls, call => call.Operation == "Scan");
    }

    [DynamoFact]
    public async Task Search_BatchesAnsweredInPart_AreAskedForAgain()
    {
        await PlaceAsync(5);
        Wire.Always = operation => operation == "BatchGetItem" ? WireFaults.OneKeyAtATime : null;

        Assert.Equal(5, (await Store.SearchAsync(new OrderQuery(), null, 50, None)).Value.Items.Count);
    }

    [DynamoFact]
    public async Task Search_BatchesNeverAnsweredWhole_IsAnOutageAndNoShortPage()
    {
        await PlaceAsync(12);
        Wire.Always = operation => operation == "BatchGetItem" ? WireFaults.OneKeyAtATime : null;

        var outage = await Assert.ThrowsAsync<StoreOutage>(() => Store.SearchAsync(new OrderQuery(), null, 50, None));

        Assert.Equal("store.throttled", outage.Error.Code);
    }

    [DynamoTheory]
    [InlineData("GetItem")]
    [InlineData("Query")]
    [InlineData("BatchGetItem")]
    public async Task Read_ThrottledForAWhile_IsAnswered(string operation)
    {
        await PlaceAsync(3);
        for (var i = 0; i < 4; i++)
            Wire.Next(operation, FaultyWire.Error("ProvisionedThroughputExceededException"));

        Assert.NotNull(await Store.GetAsync(Sample.Id(1).Subject, None));
        Assert.Equal(3, (await Store.SearchAsync(new OrderQuery(), null, 50, None)).Value.Items.Count);
    }

    [DynamoTheory]
    [InlineData("ProvisionedThroughputExceededException", "store.throttled", true)]
    [InlineData("ResourceNotFoundException", "store.table", false)]
    [InlineData("AccessDeniedException", "store.refused", false)]
    public async Task Read_NeverAnswered_IsAnOutageThatSaysWhetherToTryAgain(string error, string code, bool retryable)
    {
        Wire.Always = _ => FaultyWire.Error(error);

        var outage = await Assert.ThrowsAsync<StoreOutage>(() => Store.GetAsync(Sample.Id(1).Subject, None));

        Assert.Equal((code, retryable), (outage.Error.Code, outage.Error.Retryable));
    }

    [DynamoFact]
    public async Task Search_IndexLagsBehindAChange_ShowsNoOrderThatDoesNotPass()
    {
        var order = Sample.Order(1, headline: Headline.Failed, step: "capture");
        await Store.CommitAsync(Sample.Place(order), None);
        var failed = new OrderQuery { Headlines = [Headline.Failed] };
        var byChange = new OrderQuery { Sort = OrderSort.Changed };
        Assert.Single((await Store.SearchAsync(failed, null, 10, None)).Value.Items);
        Assert.Single((await Store.SearchAsync(byChange, null, 10, None)).Value.Items);
        var before = Wire.Calls.ToList();
        await Store.CommitAsync(Sample.Change(order with { Headline = Headline.Done, ChangedAt = order.ChangedAt.AddMinutes(1) }, 1), None);

        Wire.Always = WireFaults.LaggingIndexes(before);

        Assert.Empty((await Store.SearchAsync(failed, null, 10, None)).Value.Items);
        Assert.Empty((await Store.SearchAsync(byChange, null, 10, None)).Value.Items);
        Wire.Heal();
        Assert.Single((await Store.SearchAsync(byChange, null, 10, None)).Value.Items);
    }

    [DynamoFact]
    public async Task Due_IndexLagsBehindWhatWasDone_IsNotDueAgain()
    {
        var order = Sample.Order(1);
        await Store.CommitAsync(Sample.Place(order) with { Dues = [new Due("sweep", Sample.Start)] }, None);
        Assert.Single(await Store.DueAsync("sweep", Sample.Start, 10, None));
        var before = Wire.Calls.ToList();
        await Store.CommitAsync(Sample.Change(order, 1) with { Dues = [new Due("lease", Sample.Start)] }, None);

        Wire.Always = WireFaults.LaggingIndexes(before);

        Assert.Empty(await Store.DueAsync("sweep", Sample.Start, 10, None));
    }

    [DynamoFact]
    public async Task Get_CommitsBetweenItsPages_ShowsNoHeadThatIsNewerThanItsChildren()
    {
        var order = Sample.Order(1);
        await Store.CommitAsync(Sample.Place(order), None);
        for (var version = 1; version < 6; version++)
            await AddChildAsync(version);
        var next = 6;
        Wire.Always = operation => operation != "Query" ? null : async (request, pass) =>
        {
            var page = await WireFaults.EmptyPages(request, pass);
            if (next < 20)
                await AddChildAsync(next++);
            return page;
        };

        var seen = await Store.GetWithChildrenAsync(order.Subject, None);

        Assert.True(next > 6, "Nothing was committed while the pages were read.");
        Assert.True(seen!.Children.Count >= seen.Head.Version - 1, $"{seen.Children.Count} children under version {seen.Head.Version}.");

        // The newest stands first, so that what is committed between two pages lies before the place the reader has come to.
        async Task AddChildAsync(int version) => Assert.True((await Store.CommitAsync(
            Sample.Change(order, version) with { Children = [new ChildWrite("note", $"{100 - version}", Sample.Text("{}"))] }, None)).IsSuccess);
    }

    [DynamoFact]
    public async Task Search_OrderStandsAtTwoPlacesOfTheIndex_IsFoundOnce()
    {
        var order = Sample.Order(1);
        await Store.CommitAsync(Sample.Place(order) with { Dues = [new Due("sweep", Sample.Start)] }, None);
        var byChange = new OrderQuery { Sort = OrderSort.Changed };
        Assert.Single((await Store.SearchAsync(byChange, null, 10, None)).Value.Items);
        Assert.Single(await Store.DueAsync("sweep", Sample.Start.AddDays(1), 10, None));
        var old = Wire.Calls.Where(call => call.Operation == "Query" && call.Answer?["Items"]?.AsArray().Count == 1).ToLookup(call => call.Body["IndexName"]?.GetValue<string>() ?? "", call => call.Answer!["Items"]![0]!);
        await Store.CommitAsync(Sample.Change(order with { ChangedAt = order.ChangedAt.AddMinutes(1) }, 1) with { Dues = [new Due("sweep", Sample.Start.AddMinutes(1))] }, None);

        Wire.Always = operation => operation != "Query" ? null : async (request, pass) =>
        {
            var index = JsonNode.Parse(await request.Content!.ReadAsStringAsync())!["IndexName"]?.GetValue<string>() ?? "";
            return await FaultyWire.Answered(body =>
            {
                if (body["Items"]!.AsArray() is { Count: 1 } items && old[index].FirstOrDefault() is { } before)
                    items.Add(before.DeepClone());
            })(request, pass);
        };

        Assert.Single((await Store.SearchAsync(byChange, null, 10, None)).Value.Items);
        Assert.Single(await Store.DueAsync("sweep", Sample.Start.AddDays(1), 10, None));
        Assert.Contains(Wire.Calls, call => call.Operation == "Query" && call.Answer?["Items"]?.AsArray().Count == 2);
    }

    [DynamoFact]
    public async Task Find_IndexesNeverCatchUp_KeysAreFoundAtOnce()
    {
        Wire.Always = operation => operation == "Query" ? FaultyWire.Answered(body =>
        {
            if (body["Items"]!.AsArray() is { Count: > 0 } items && items[0]!["rp"] is not null)
                items.Clear();
        }) : null;
        await PlaceAsync(1);

        Assert.Single(await Store.FindAsync(KeyClasses.Email, "sample0@example.test", false, 10, None));
        Assert.Single((await Store.SearchAsync(new OrderQuery { Text = "sample0@example.test" }, null, 10, None)).Value.Items);
    }

    [DynamoFact]
    public async Task Due_MomentsOfOtherKindsInBetween_AreOldestFirstAndComplete()
    {
        // The order that stands first in the index is due last: the limit must not be filled before it is compared.
        await Store.CommitAsync(Sample.Place(Sample.Order(1)) with { Dues = [new Due("lease", Sample.Start), new Due("sweep", Sample.Start.AddMinutes(50))] }, None);
        for (var i = 2; i < 30; i++)
            await Store.CommitAsync(Sample.Place(Sample.Order(i)) with { Dues = [new Due("sweep", Sample.Start.AddMinutes(i))] }, None);

        var due = await Store.DueAsync("sweep", Sample.Start.AddDays(1), 3, None);

        Assert.Equal([2, 3, 4], due.Select(one => (int)(one.At - Sample.Start).TotalMinutes));
        Assert.Equal(29, (await Store.DueAsync("sweep", Sample.Start.AddDays(1), 100, None)).Count);
    }

    private async Task PlaceAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            var change = Sample.Audited(Sample.Order(i), 0).Change;
            var result = await Store.CommitAsync(change with
            {
                Children = [.. Enumerable.Range(0, 5).Select(n => new ChildWrite("note", $"{n}", Sample.Text("{}")))],
                Dues = [new Due("sweep", Sample.Start)],
                Events = [Sample.Event($"{i}")],
                Counters = new Dictionary<string, long> { ["n"] = 1 },
            }, None);
            Assert.True(result.IsSuccess, result.Error?.Message);
        }
    }
}
