using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Tests.Contracts.Store;

public abstract partial class StoreContract
{
    [ContractFact]
    public async Task Find_Key_NewestFirstUpToTheLimit()
    {
        foreach (var number in new[] { 2, 3, 1 })
            await CommittedAsync(Sample.Place(Sample.Order(number, email: "same@example.test")));

        Assert.Equal(Subjects(3, 2, 1), await Store.FindAsync(KeyClasses.Email, "same@example.test", false, 10, None));
        Assert.Equal(Subjects(3, 2), await Store.FindAsync(KeyClasses.Email, "same@example.test", false, 2, None));
        Assert.Empty(await Store.FindAsync(KeyClasses.Phone, "same@example.test", false, 10, None));
        Assert.Empty(await Store.FindAsync(KeyClasses.Email, "same@example", false, 10, None));
    }

    [ContractFact]
    public async Task Find_Prefix_FindsEachSubjectOnce()
    {
        await CommittedAsync(Sample.Place(Sample.Order(1, "Anna Annabel")));
        await CommittedAsync(Sample.Place(Sample.Order(2, "Ann Other")));
        await CommittedAsync(Sample.Place(Sample.Order(3, "Am Other")));

        Assert.Equal(Subjects(2, 1), await Store.FindAsync(KeyClasses.NameWord, "ann", true, 10, None));
        Assert.Equal(Subjects(2), await Store.FindAsync(KeyClasses.NameWord, "ann", false, 10, None));
    }

    [ContractFact]
    public async Task Commit_RemoveKeys_FindsNoLongerAndMayComeBack()
    {
        var order = Sample.Order(1);
        var key = new LookupKey(KeyClasses.External, "ticket-1");
        await CommittedAsync(Sample.Place(order) with { AddKeys = [key] });
        await CommittedAsync(Sample.Change(order, 1) with { RemoveKeys = [key] });
        Assert.Empty(await Store.FindAsync(key.Class, key.Value, false, 10, None));

        await CommittedAsync(Sample.Change(order, 2) with { AddKeys = [key] });

        Assert.Equal(Subjects(1), await Store.FindAsync(key.Class, key.Value, false, 10, None));
    }

    [ContractFact]
    public async Task Commit_KeyThatIsThereAlready_ChangesNothing()
    {
        var order = Sample.Order(1);
        var key = new LookupKey(KeyClasses.External, "ticket-1");
        await CommittedAsync(Sample.Place(order) with { AddKeys = [key] });
        await CommittedAsync(Sample.Change(order, 1) with { AddKeys = [key] });

        Assert.Equal(Subjects(1), await Store.FindAsync(key.Class, key.Value, false, 10, None));
    }

    [ContractFact]
    public async Task Commit_UniqueKeyOfAnother_IsConflictAndWritesNothing()
    {
        var key = new LookupKey(KeyClasses.Idempotency, "client/1", Unique: true);
        await CommittedAsync(Sample.Place(Sample.Order(1)) with { AddKeys = [key] });

        await RefusedAsync<Conflict>(Sample.Place(Sample.Order(2)) with { AddKeys = [key] }, "store.key-taken");

        Assert.Null(await Store.GetAsync(Sample.Id(2).Subject, None));
        Assert.Equal(Subjects(1), await Store.FindAsync(key.Class, key.Value, false, 10, None));
    }

    [ContractFact]
    public async Task Commit_UniqueKeyOfItsOwn_IsFine()
    {
        var order = Sample.Order(1);
        var key = new LookupKey(KeyClasses.Command, "c-1", Unique: true);
        await CommittedAsync(Sample.Place(order) with { AddKeys = [key] });

        Assert.Equal(2, await CommittedAsync(Sample.Change(order, 1) with { AddKeys = [key] }));
    }

    [ContractFact]
    public async Task Commit_UniqueKeyGivenUp_IsNotFoundAndNeverAnothers()
    {
        var order = Sample.Order(1);
        var key = new LookupKey(KeyClasses.VoucherCode, "hash", Unique: true);
        await CommittedAsync(Sample.Place(order) with { AddKeys = [key] });
        await CommittedAsync(Sample.Change(order, 1) with { RemoveKeys = [key] });

        Assert.Empty(await Store.FindAsync(key.Class, key.Value, false, 10, None));
        await RefusedAsync<Conflict>(Sample.Place(Sample.Order(2)) with { AddKeys = [key] }, "store.key-taken");
        await CommittedAsync(Sample.Change(order, 2) with { AddKeys = [key] });
        Assert.Equal(Subjects(1), await Store.FindAsync(key.Class, key.Value, false, 10, None));
    }

    [ContractFact]
    public async Task Commit_SameUniqueKeyByManyAtOnce_OneWins()
    {
        var key = new LookupKey(KeyClasses.Idempotency, "client/1", Unique: true);

        var results = await Task.WhenAll(
            Enumerable.Range(0, 40).Select(i => Store.CommitAsync(Sample.Place(Sample.Order(i)) with { AddKeys = [key] }, None)));

        Assert.Single(results, result => result.IsSuccess);
        Assert.Equal(39, results.Count(result => result.Error?.Code == "store.key-taken"));
    }

    [ContractFact]
    public async Task Find_KeyOfSubjectInNoList_IsFound()
    {
        await CommittedAsync(Sample.Flag("a", 0) with { AddKeys = [new LookupKey("member", "1")] });

        Assert.Equal([new SubjectId("flag/a")], await Store.FindAsync("member", "1", false, 10, None));
    }

    private static IEnumerable<SubjectId> Subjects(params int[] numbers) => numbers.Select(number => Sample.Id(number).Subject);
}
