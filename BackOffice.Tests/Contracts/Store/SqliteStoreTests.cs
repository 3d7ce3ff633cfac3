using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Common;
using BackOffice.Core.Live;

namespace BackOffice.Tests.Contracts.Store;

/// <summary>What SQLite's backend does beyond the contract: durability, group commit, a full disk, the feed.</summary>
public sealed class SqliteStoreTests
{
    private static CancellationToken None => CancellationToken.None;

    [Fact]
    public async Task Reopen_Store_HoldsEverything()
    {
        await using var fixture = new EmbeddedStoreFixture();
        var (change, order) = Sample.Audited(Sample.Order(1), 0);
        await fixture.Store.CommitAsync(change with { Events = [Sample.Event("a")], Counters = new Dictionary<string, long> { ["n"] = 2 } }, None);
        await fixture.CloseAsync();

        fixture.Reopen();

        Assert.Equal(2, (await fixture.Store.CommitAsync(Sample.Audited(order, 1).Change with { Events = [Sample.Event("b")] }, None)).Value);
        Assert.Equal(["a", "b"], (await fixture.Store.OutboxAsync(0, 10, None)).Select(record => record.Event.Key));
        Assert.Equal(2, (await fixture.Store.CountersAsync("n", None))["n"]);
    }

    [Fact]
    public async Task Reopen_Cursor_StillHolds()
    {
        await using var fixture = new EmbeddedStoreFixture();
        for (var i = 0; i < 4; i++)
            await fixture.Store.CommitAsync(Sample.Place(Sample.Order(i)), None);
        var cursor = (await fixture.Store.SearchAsync(new(), null, 2, None)).Value.Next;
        await fixture.CloseAsync();

        fixture.Reopen();

        Assert.Equal(2, (await fixture.Store.SearchAsync(new(), cursor, 2, None)).Value.Items.Count);
    }

    /// <summary>What the files hold at the moment of an acknowledgement is copied, as a crash would leave it, and opened elsewhere.</summary>
    [Fact]
    public async Task Commit_Acknowledged_IsInTheFilesAtThatMoment()
    {
        await using var fixture = new EmbeddedStoreFixture();
        var copies = Directory.CreateTempSubdirectory("backoffice-copies-").FullName;
        var gate = new Lock();
        try
        {
            await Parallel.ForAsync(0, 120, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
            {
                var placed = await fixture.Store.CommitAsync(Sample.Place(Sample.Order(i)), None);
                Assert.True(placed.IsSuccess);
                if (i % 10 != 0)
                    return;
                var copy = Path.Combine(copies, $"{i}.db");
                lock (gate)
                {
                    File.Copy(Path.Combine(fixture.Path, StoreFile.Name), copy);
                    File.Copy(Path.Combine(fixture.Path, StoreFile.Name + "-wal"), copy + "-wal");
                }

                using var database = Database.Open(copy, readOnly: false);
                Assert.Equal(1, database.Number($"SELECT count(*) FROM heads WHERE subject = '{Sample.Id(i).Subject}'"));
            });
        }
        finally
        {
            Directory.Delete(copies, recursive: true);
        }
    }

#if DEBUG
    [Fact]
    public async Task SeededBug_AcknowledgeBeforeCommit_IsNoticed()
    {
        // The writer's thread is started inside, and so has it too.
        SeededBugs.Plant(SeededBugs.AcknowledgeBeforeCommit);

        await Assert.ThrowsAnyAsync<Exception>(Commit_Acknowledged_IsInTheFilesAtThatMoment);
    }
#endif

    [Fact]
    public async Task Writer_Settings_AreTheDurableOnes()
    {
        await using var fixture = new EmbeddedStoreFixture();

        var (synchronous, journal) = await fixture.Store.WriteAsync(
            session => (session.Database.Number("PRAGMA synchronous"), session.Database.Text("PRAGMA journal_mode")), None);

        Assert.Equal((2, "wal"), (synchronous, journal));
    }

    [Fact]
    public async Task Write_OneFailsInTheBatch_ItsNeighboursAreStored()
    {
        await using var fixture = new EmbeddedStoreFixture();
        using var hold = new ManualResetEventSlim();
        var holding = fixture.Store.WriteAsync(_ => hold.Wait(TimeSpan.FromSeconds(30)), None);
        var before = fixture.Store.CommitAsync(Sample.Place(Sample.Order(1)) with { Events = [Sample.Event("a")] }, None);
        var sqlError = fixture.Store.WriteAsync(
            session =>
            {
                session.NextOutbox();
                session.Database.Execute("INSERT INTO counters (name, value) VALUES ('half', 1)");
                session.Database.Execute("INSERT INTO no_such_table VALUES (1)");
                return 1;
            },
            None);
        var bug = fixture.Store.WriteAsync<int>(_ => throw new NotSupportedException("a bug"), None);
        var after = fixture.Store.CommitAsync(Sample.Place(Sample.Order(2)) with { Events = [Sample.Event("b")] }, None);

        hold.Set();

        await Assert.ThrowsAsync<SqliteFailure>(() => sqlError);
        await Assert.ThrowsAsync<NotSupportedException>(() => bug);
        Assert.True(await holding);
        Assert.True((await before).IsSuccess);
        Assert.True((await after).IsSuccess);
        Assert.Empty(await fixture.Store.CountersAsync("", None));
        Assert.Equal([1L, 2L], (await fixture.Store.OutboxAsync(0, 10, None)).Select(record => record.Sequence));
    }

    [Fact]
    public async Task Commit_DiskFull_IsUnavailableAndWhatWasAcknowledgedStays()
    {
        await using var fixture = new EmbeddedStoreFixture(new EmbeddedStoreOptions { MaxBytes = 400_000 });
        var stored = new List<int>();
        Error? error = null;
        for (var i = 0; i < 1000 && error is null; i++)
        {
            var big = new ChildWrite("note", "1", new byte[10_000]);
            var results = await Task.WhenAll(
                fixture.Store.CommitAsync(Sample.Place(Sample.Order(2 * i)) with { Children = [big] }, None),
                fixture.Store.CommitAsync(Sample.Place(Sample.Order((2 * i) + 1)) with { Children = [big] }, None));
            stored.AddRange(Enumerable.Range(2 * i, 2).Where(number => results[number % 2].IsSuccess));
            error = results.Select(result => result.Error).FirstOrDefault(one => one is not null);
        }

        var outage = Assert.IsType<Unavailable>(error);
        Assert.Equal(("store.disk-full", true), (outage.Code, outage.Retryable));
        await Assert.ThrowsAsync<StoreOutage>(async () =>
        {
            for (var i = 0; i < 100_000; i++)
                await fixture.Store.SetPositionAsync($"reader-{i}", i, None);
        });
        foreach (var number in stored)
            Assert.NotNull(await fixture.Store.GetWithChildrenAsync(Sample.Id(number).Subject, None));
        await fixture.CloseAsync();
        fixture.ReopenWith(new EmbeddedStoreOptions());
        Assert.True((await fixture.Store.CommitAsync(Sample.Place(Sample.Order(5000)), None)).IsSuccess);
        Assert.Equal(stored.Count + 1, (await fixture.Store.SearchAsync(new(), null, 1000, None)).Value.Items.Count);
    }

    [Fact]
    public async Task Commit_AfterClose_Throws()
    {
        await using var fixture = new EmbeddedStoreFixture();
        await fixture.CloseAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => fixture.Store.CommitAsync(Sample.Place(Sample.Order(1)), None));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => fixture.Store.GetAsync(Sample.Id(1).Subject, None));
    }

    [Fact]
    public async Task Commit_TokenCancelledBefore_IsNotStored()
    {
        await using var fixture = new EmbeddedStoreFixture();
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fixture.Store.CommitAsync(Sample.Place(Sample.Order(1)), source.Token));

        Assert.Null(await fixture.Store.GetAsync(Sample.Id(1).Subject, None));
    }

    [Fact]
    public async Task Feed_Commits_ComeInOrderAndConflictsDoNot()
    {
        await using var fixture = new EmbeddedStoreFixture();
        using var subscription = fixture.Feed.Subscribe();
        var order = Sample.Order(1);
        var place = Sample.Place(order);
        await fixture.Store.CommitAsync(place, None);
        await fixture.Store.CommitAsync(place, None);
        await fixture.Store.CommitAsync(Sample.Change(order, 1), None);

        var seen = new List<CommittedChange>();
        while (subscription.Changes.TryRead(out var change))
            seen.Add(change);

        Assert.Equal([1L, 2L], seen.Select(change => change.Version));
        Assert.Equal(place.Head.ToArray(), seen[0].HeadJson.ToArray());
    }

    [Fact]
    public async Task Feed_SlowReader_LosesTheOldestAndIsTold()
    {
        await using var fixture = new EmbeddedStoreFixture();
        using var slow = fixture.Feed.Subscribe(capacity: 2);
        for (var i = 0; i < 5; i++)
            await fixture.Store.CommitAsync(Sample.Place(Sample.Order(i)), None);

        Assert.Equal(3, slow.Dropped);
        Assert.True(slow.Changes.TryRead(out var first));
        Assert.Equal(Sample.Id(3).Subject, first.Subject);
    }

    [Fact]
    public async Task Feed_StoreCloses_Completes()
    {
        await using var fixture = new EmbeddedStoreFixture();
        using var subscription = fixture.Feed.Subscribe();

        await fixture.CloseAsync();

        await subscription.Changes.Completion.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Search_HeadThatCannotBeRead_IsLeftOutAndTheRestComes()
    {
        await using var fixture = new EmbeddedStoreFixture();
        for (var i = 0; i < 3; i++)
            await fixture.Store.CommitAsync(Sample.Place(Sample.Order(i)), None);
        await fixture.Store.CommitAsync(Sample.Change(Sample.Order(1), 1) with { Head = Sample.Text("{\"id\":") }, None);

        var page = (await fixture.Store.SearchAsync(new(), null, 10, None)).Value;

        Assert.Equal([Sample.Id(2), Sample.Id(0)], page.Items.Select(order => order.Id));
    }
}
