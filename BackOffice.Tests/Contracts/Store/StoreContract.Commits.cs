using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Tests.Contracts.Store;

public abstract partial class StoreContract
{
    [ContractFact]
    public async Task Commit_NewSubject_IsVersionOneAndReadable()
    {
        var change = Sample.Place(Sample.Order(1));

        var version = await CommittedAsync(change);

        var head = await Store.GetAsync(change.Subject, None);
        Assert.Equal(1, version);
        Assert.Equal(1, head?.Version);
        Assert.Equal(change.Head.ToArray(), head?.Json.ToArray());
    }

    [ContractFact]
    public async Task Get_UnknownSubject_IsNull()
    {
        Assert.Null(await Store.GetAsync(Sample.Id(1).Subject, None));
        Assert.Null(await Store.GetWithChildrenAsync(Sample.Id(1).Subject, None));
    }

    [ContractFact]
    public async Task Commit_ExpectedVersion_IsOneMoreEachTime()
    {
        var order = Sample.Order(1);
        await CommittedAsync(Sample.Place(order));

        Assert.Equal(2, await CommittedAsync(Sample.Change(order, 1)));
        Assert.Equal(3, await CommittedAsync(Sample.Change(order, 2)));
    }

    [ContractTheory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Commit_OtherVersion_IsConflictAndWritesNothing(long expected)
    {
        var order = Sample.Order(1);
        await CommittedAsync(Sample.Place(order));
        await CommittedAsync(Sample.Change(order, 1));

        await RefusedAsync<Conflict>(
            Sample.Change(order, expected) with
            {
                Head = Sample.Text("{}"),
                Children = [new ChildWrite("note", "1", Sample.Text("{}"))],
                AddKeys = [new LookupKey("external", "x")],
                Events = [Sample.Event("x")],
                Dues = [new Due("sweep", Sample.Start)],
                Counters = new Dictionary<string, long> { ["n"] = 1 },
            },
            "store.version");

        var stored = await Store.GetWithChildrenAsync(order.Subject, None);
        Assert.Equal(2, stored?.Head.Version);
        Assert.Empty(stored?.Children ?? []);
        Assert.Empty(await Store.FindAsync("external", "x", false, 10, None));
        Assert.Empty(await Store.OutboxAsync(0, 10, None));
        Assert.Empty(await Store.DueAsync("sweep", Sample.Start, 10, None));
        Assert.Empty(await Store.CountersAsync("", None));
    }

    [ContractFact]
    public async Task Commit_ExistingSubjectAsNew_IsConflictExists()
    {
        await CommittedAsync(Sample.Place(Sample.Order(1)));

        await RefusedAsync<Conflict>(Sample.Place(Sample.Order(1)), "store.exists");
    }

    [ContractFact]
    public async Task Commit_MissingSubjectAsOld_IsConflictVersion() =>
        await RefusedAsync<Conflict>(Sample.Change(Sample.Order(1), 4), "store.version");

    [ContractFact]
    public async Task Commit_VersionMadeByAPerson_ConflictSaysWhoAndWhen()
    {
        var person = new Actor("https://issuer.test|42", "Grace Invented", ActorKind.Person, []);
        var (change, order) = Sample.Audited(Sample.Order(1), 0, actor: person);
        await CommittedAsync(change);
        await CommittedAsync(Sample.Audited(order, 1, "retry.requested", person).Change);

        var conflict = await RefusedAsync<Conflict>(Sample.Change(order, 1), "store.version");

        Assert.Equal("Grace Invented", conflict.By);
        Assert.Equal(Sample.Start, conflict.At);
    }

    [ContractFact]
    public async Task Commit_Children_AreSortedByKindAndKeyAndReplacedWhole()
    {
        var order = Sample.Order(1);
        await CommittedAsync(Sample.Place(order) with
        {
            Children = [Child("step", "0002", "b"), Child("step", "0001", "a"), Child("effect", "z", "c")],
        });
        await CommittedAsync(Sample.Change(order, 1) with { Children = [Child("step", "0001", "new"), Child("note", "1", "")] });

        var stored = await Store.GetWithChildrenAsync(order.Subject, None);

        Assert.Equal(
            ["effect z c", "note 1 ", "step 0001 new", "step 0002 b"],
            stored?.Children.Select(child => $"{child.Kind} {child.Key} {Sample.Text(child.Json)}"));
    }

    [ContractFact]
    public async Task Commit_ChildThatMustBeNewExists_IsConflictAndWritesNothing()
    {
        var order = Sample.Order(1);
        await CommittedAsync(Sample.Place(order) with { Children = [Child("effect", "1", "first", mustBeNew: true)] });

        await RefusedAsync<Conflict>(
            Sample.Change(order, 1) with { Children = [Child("note", "1", "x"), Child("effect", "1", "second", mustBeNew: true)] },
            "store.child-exists");

        var stored = await Store.GetWithChildrenAsync(order.Subject, None);
        Assert.Equal(["first"], stored?.Children.Select(child => Sample.Text(child.Json)));
        Assert.Equal(1, stored?.Head.Version);
    }

    [ContractFact]
    public async Task Commit_SameChildKeyOfOtherSubject_IsAnotherChild()
    {
        await CommittedAsync(Sample.Place(Sample.Order(1)) with { Children = [Child("effect", "1", "one", mustBeNew: true)] });
        await CommittedAsync(Sample.Place(Sample.Order(2)) with { Children = [Child("effect", "1", "two", mustBeNew: true)] });

        var stored = await Store.GetWithChildrenAsync(Sample.Id(2).Subject, None);

        Assert.Equal(["two"], stored?.Children.Select(child => Sample.Text(child.Json)));
    }

    [ContractFact]
    public async Task Commit_MoreThanOneTransactionTakes_IsInvalid()
    {
        var change = Sample.Place(Sample.Order(1)) with
        {
            AddKeys = [], Children = [.. Enumerable.Range(0, 100).Select(i => Child("note", $"{i}", "x"))],
        };

        await RefusedAsync<Invalid>(change, "invalid");

        Assert.Null(await Store.GetAsync(change.Subject, None));
        Assert.Equal(1, await CommittedAsync(change with { Children = [.. change.Children.Skip(1)] }));
    }

    [ContractFact]
    public async Task Commit_SameItemTwice_IsInvalid()
    {
        var place = Sample.Place(Sample.Order(1)) with { AddKeys = [] };

        await RefusedAsync<Invalid>(place with { Children = [Child("note", "1", "a"), Child("note", "1", "b")] }, "invalid");
        await RefusedAsync<Invalid>(place with { AddKeys = [new("email", "a"), new("email", "a")] }, "invalid");
        await RefusedAsync<Invalid>(place with { AddKeys = [new("email", "a")], RemoveKeys = [new("email", "a")] }, "invalid");
        await RefusedAsync<Invalid>(place with { Dues = [new("sweep", Sample.Start), new("sweep", Sample.Start)] }, "invalid");
    }

    [ContractFact]
    public async Task Commit_AuditThatDoesNotFollow_IsConflictAndWritesNothing()
    {
        var (change, order) = Sample.Audited(Sample.Order(1), 0);
        await CommittedAsync(change);
        var forked = Sample.Audited(order with { Audit = AuditHead.None }, 1).Change;

        await RefusedAsync<Conflict>(forked, "store.audit-chain");

        Assert.Equal(1, (await Store.GetAsync(order.Subject, None))?.Version);
        Assert.Equal(2, await CommittedAsync(Sample.Audited(order, 1).Change));
    }

    [ContractFact]
    public async Task Commit_AuditWithWrongHashOrDigest_IsInvalid()
    {
        var (change, _) = Sample.Audited(Sample.Order(1), 0);
        var record = change.Audit[0];

        await RefusedAsync<Invalid>(change with { Audit = [record with { Entry = record.Entry with { Action = "forged" } }] }, "invalid");
        await RefusedAsync<Invalid>(change with { Audit = [record with { Detail = record.Detail with { Note = "forged" } }] }, "invalid");
    }

    [ContractFact]
    public async Task Commit_HundredWritersOfOneSubject_EachVersionIsWonOnce()
    {
        var order = Sample.Order(1);
        await CommittedAsync(Sample.Place(order));
        var won = new System.Collections.Concurrent.ConcurrentBag<long>();

        await Parallel.ForEachAsync(
            Enumerable.Range(0, 100), new ParallelOptions { MaxDegreeOfParallelism = 100 },
            async (_, cancellationToken) =>
            {
                while (true)
                {
                    var head = await Store.GetAsync(order.Subject, cancellationToken);
                    var result = await Store.CommitAsync(Sample.Change(order, head?.Version ?? 0), cancellationToken);
                    if (result.IsSuccess)
                    {
                        won.Add(result.Value);
                        return;
                    }

                    Assert.Equal("store.version", result.Error.Code);
                }
            });

        Assert.Equal(Enumerable.Range(2, 100).Select(version => (long)version), won.Order());
        Assert.Equal(101, (await Store.GetAsync(order.Subject, None))?.Version);
    }

    [ContractFact]
    public async Task Commit_ManyAtOnceWithAConflictAmongThem_OnlyTheConflictIsRefused()
    {
        await CommittedAsync(Sample.Place(Sample.Order(0)));

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Store.CommitAsync(Sample.Place(Sample.Order(i)), None)));

        Assert.Equal("store.exists", results[0].Error?.Code);
        Assert.All(results.Skip(1), result => Assert.True(result.IsSuccess));
    }

    private static ChildWrite Child(string kind, string key, string text, bool mustBeNew = false) => new(kind, key, Sample.Text(text), mustBeNew);
}
