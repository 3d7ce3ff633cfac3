using BackOffice.Core.Audit;
using BackOffice.Core.Common;

namespace BackOffice.Tests.Contracts.Store;

public abstract partial class StoreContract
{
    [ContractFact]
    public async Task Due_MomentsThatCame_OldestFirstOfTheirKind()
    {
        var at = Sample.Start.AddTicks(1);
        await CommittedAsync(Sample.Place(Sample.Order(1)) with { Dues = [new Due("sweep", at.AddSeconds(2)), new Due("lease", at)] });
        await CommittedAsync(Sample.Place(Sample.Order(2)) with { Dues = [new Due("sweep", at)] });
        await CommittedAsync(Sample.Place(Sample.Order(3)) with { Dues = [new Due("sweep", at.AddSeconds(9))] });

        Assert.Equal(
            [new DueSubject(Sample.Id(2).Subject, at), new DueSubject(Sample.Id(1).Subject, at.AddSeconds(2))],
            await Store.DueAsync("sweep", at.AddSeconds(2), 10, None));
        Assert.Single(await Store.DueAsync("sweep", at.AddSeconds(2), 1, None));
        Assert.Empty(await Store.DueAsync("sweep", at.AddTicks(-1), 10, None));
    }

    [ContractFact]
    public async Task Commit_Dues_ReplaceAllAndNullLeavesThem()
    {
        var order = Sample.Order(1);
        await CommittedAsync(Sample.Place(order) with { Dues = [new Due("sweep", Sample.Start), new Due("lease", Sample.Start)] });
        await CommittedAsync(Sample.Change(order, 1));
        Assert.Single(await Store.DueAsync("lease", Sample.Start, 10, None));

        await CommittedAsync(Sample.Change(order, 2) with { Dues = [new Due("sweep", Sample.Start.AddSeconds(1))] });

        Assert.Empty(await Store.DueAsync("lease", Sample.Start.AddDays(1), 10, None));
        Assert.Equal(Sample.Start.AddSeconds(1), Assert.Single(await Store.DueAsync("sweep", Sample.Start.AddDays(1), 10, None)).At);
        await CommittedAsync(Sample.Change(order, 3) with { Dues = [] });
        Assert.Empty(await Store.DueAsync("sweep", Sample.Start.AddDays(1), 10, None));
    }

    [ContractFact]
    public async Task Outbox_Events_ComeWholeInTheOrderOfCommits()
    {
        var sent = Sample.Event("b") with { Time = Sample.Start.AddTicks(7), Detail = Sample.Text("{\"zoë\":1}") };
        await CommittedAsync(Sample.Place(Sample.Order(1)) with { Events = [Sample.Event("a"), sent] });
        await CommittedAsync(Sample.Place(Sample.Order(2)) with { Events = [Sample.Event("c")] });

        var records = await Store.OutboxAsync(0, 10, None);

        Assert.Equal(["a", "b", "c"], records.Select(record => record.Event.Key));
        Assert.Equal(records.Select(record => record.Sequence).Order(), records.Select(record => record.Sequence));
        var second = records[1].Event;
        Assert.Equal(sent with { Detail = second.Detail }, second);
        Assert.Equal(Sample.Text(sent.Detail), Sample.Text(second.Detail));
        Assert.Equal(["c"], (await Store.OutboxAsync(records[1].Sequence, 10, None)).Select(record => record.Event.Key));
        Assert.Equal(2, (await Store.OutboxAsync(0, 2, None)).Count);
    }

    [ContractFact]
    public async Task Outbox_ManyWriters_NoRecordAppearsBehindAReader()
    {
        var seen = new List<string>();
        var position = 0L;
        var writing = Task.WhenAll(Enumerable.Range(0, 200).Select(
            i => Store.CommitAsync(Sample.Place(Sample.Order(i)) with { Events = [Sample.Event($"{i}")] }, None)));

        while (seen.Count < 200)
        {
            foreach (var record in await Store.OutboxAsync(position, 7, None))
            {
                seen.Add(record.Event.Key);
                position = record.Sequence;
            }

            if (writing.IsCompleted && (await Store.OutboxAsync(position, 1, None)).Count == 0)
                break;
        }

        Assert.Equal(200, seen.Distinct().Count());
        Assert.Equal(200, seen.Count);
    }

    [ContractFact]
    public async Task Counters_Deltas_AddUpByName()
    {
        await CommittedAsync(Sample.Place(Sample.Order(1)) with { Counters = new Dictionary<string, long> { ["orders.queued"] = 1, ["other"] = 5 } });
        await Task.WhenAll(Enumerable.Range(2, 20).Select(i => Store.CommitAsync(
            Sample.Place(Sample.Order(i)) with { Counters = new Dictionary<string, long> { ["orders.queued"] = 1, ["orders.done"] = -1 } }, None)));

        Assert.Equal(
            new Dictionary<string, long> { ["orders.queued"] = 21, ["orders.done"] = -20 }, await Store.CountersAsync("orders.", None));
    }

    [ContractFact]
    public async Task Position_OfAReader_IsZeroThenWhatWasSet()
    {
        Assert.Equal(0, await Store.PositionAsync("router", None));

        await Store.SetPositionAsync("router", 42, None);
        await Store.SetPositionAsync("other", 7, None);

        Assert.Equal(42, await Store.PositionAsync("router", None));
    }

    [ContractFact]
    public async Task Audit_Entries_ComeBackAsTheyWereWithTheirDetail()
    {
        var (change, _) = Sample.Audited(Sample.Order(1), 0);
        await CommittedAsync(change);

        var stored = Assert.Single((await Store.AuditAsync(new AuditQuery(), null, 10, None)).Items);

        Assert.Equal(change.Audit[0].Entry, stored.Entry);
        Assert.Equal(change.Audit[0].Detail with { Changes = [] }, stored.Detail is { } detail ? detail with { Changes = [] } : null);
        Assert.Equal(change.Audit[0].Detail.Changes, stored.Detail?.Changes);
    }

    [ContractFact]
    public async Task Audit_BySubjectActorAndAction_InBothOrdersAndPages()
    {
        var person = new Actor("https://issuer.test|42", "Grace Invented", ActorKind.Person, []);
        for (var i = 1; i <= 3; i++)
        {
            var (change, order) = Sample.Audited(Sample.Order(i), 0);
            await CommittedAsync(change);
            (change, order) = Sample.Audited(order, 1, "retry.requested", person);
            await CommittedAsync(change);
            await CommittedAsync(Sample.Audited(order, 2, "retry.accepted").Change);
        }

        Assert.Equal(
            ["retry.accepted", "retry.requested", "order.placed"],
            await ActionsAsync(new AuditQuery { Subject = Sample.Id(2).Subject.Value }));
        Assert.Equal(
            ["order.placed", "retry.requested", "retry.accepted"],
            await ActionsAsync(new AuditQuery { Subject = Sample.Id(2).Subject.Value, NewestFirst = false }));
        Assert.Equal(["retry.requested", "retry.requested", "retry.requested"], await ActionsAsync(new AuditQuery { ActorId = person.Id }));
        Assert.Equal(3, (await ActionsAsync(new AuditQuery { Action = "order.placed" })).Count);
        Assert.Equal(6, (await ActionsAsync(new AuditQuery { Action = "retry" })).Count);
        Assert.Equal("retry.accepted", (await ActionsAsync(new AuditQuery { Action = "retry" }))[0]);
        Assert.Empty(await ActionsAsync(new AuditQuery { Action = "retr" }));
        Assert.Equal(["retry.requested"], await ActionsAsync(new AuditQuery { Action = "retry", ActorId = person.Id, Subject = Sample.Id(1).Subject.Value }));
        Assert.Empty(await ActionsAsync(new AuditQuery { Subject = "order/none" }));
        await Assert.ThrowsAsync<ArgumentException>(async () =>
        {
            var page = await Store.AuditAsync(new AuditQuery(), null, 2, None);
            await Store.AuditAsync(new AuditQuery { Action = "retry" }, page.Next, 2, None);
        });
    }

    /// <summary>All pages of two.</summary>
    private async Task<List<string>> ActionsAsync(AuditQuery query)
    {
        var actions = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Store.AuditAsync(query, cursor, 2, None);
            actions.AddRange(page.Items.Select(item => item.Entry.Action));
            cursor = page.Next;
        }
        while (cursor is not null);
        return actions;
    }
}
