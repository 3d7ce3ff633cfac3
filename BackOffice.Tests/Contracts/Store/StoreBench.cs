using System.Diagnostics;
using System.Text;
using BackOffice.Core.Audit;
using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Tests.Core.Audit;
using BackOffice.Tests.Fakes;
using Xunit.Abstractions;

namespace BackOffice.Tests.Contracts.Store;

/// <summary>Figures of this machine, by hand: never asserted.</summary>
public sealed class StoreBench(ITestOutputHelper output)
{
    private const int Writers = 64;
    private const int Orders = 60_000;
    private static readonly Actor s_actor = Actor.System("bench");

    /// <summary>Orders placed (head, two children, an event, three keys, an audit entry), then changed, by 64 writers at once.</summary>
    [BenchFact]
    public async Task Commit_RealisticChangeSets_PerSecond()
    {
        await using var fixture = new EmbeddedStoreFixture();
        var placing = new ChangeSet[Orders];
        var changing = new ChangeSet[Orders];
        for (var i = 0; i < Orders; i++)
            (placing[i], changing[i], _) = Realistic(i);
        output.WriteLine($"Head of {placing[0].Head.Length} bytes, {placing[0].Items} items.");
        Fsync(fixture.Path);

        await RunAsync(fixture.Store, "place", placing);
        await RunAsync(fixture.Store, "change", changing);
        await RunAsync(fixture.Store, "small", [.. Enumerable.Range(0, Orders).Select(i => Sample.Flag($"{i}", 0))]);

        output.WriteLine($"{new FileInfo(Path.Combine(fixture.Path, StoreFile.Name)).Length / Orders} bytes an order, log {new FileInfo(Path.Combine(fixture.Path, StoreFile.Name + "-wal")).Length >> 20} MiB.");
        var reads = Stopwatch.StartNew();
        for (var i = 0; i < 20_000; i++)
            await fixture.Store.GetWithChildrenAsync(Id(i * 7 % Orders).Subject, CancellationToken.None);
        output.WriteLine($"open: {reads.Elapsed.TotalMicroseconds / 20_000:F1} µs each, one reader");
    }

    /// <summary>A million entries of a hundred thousand subjects.</summary>
    [BenchFact]
    public async Task Verify_MillionEntries_Seconds()
    {
        await using var audit = new AuditFixture();
        var heads = Enumerable.Range(0, 100_000).Select(i => Realistic(i).Order with { Audit = AuditHead.None }).ToArray();
        for (var version = 0; version < 10; version++)
        {
            await Parallel.ForAsync(0, heads.Length, new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (i, _) => await audit.AppendAsync(heads, i, version));
            await audit.Sealer.SealAsync(CancellationToken.None);
        }

        for (var i = 0; i < 2; i++)
        {
            var report = await audit.VerifyAsync();
            Assert.Empty(report.Findings);
            output.WriteLine($"verify: {report.Entries} entries, {report.Subjects} subjects, {report.Checkpoints} checkpoints in {report.Took.TotalSeconds:F2} s");
        }

        output.WriteLine($"working set {Environment.WorkingSet >> 20} MiB");
    }

    private async Task RunAsync(SqliteStore store, string name, ChangeSet[] changes)
    {
        var next = -1;
        var latencies = new double[changes.Length];
        var allocated = GC.GetTotalAllocatedBytes();
        var cpu = Process.GetCurrentProcess().TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) is var i && i < changes.Length)
            {
                var start = Stopwatch.GetTimestamp();
                var result = await store.CommitAsync(changes[i], CancellationToken.None);
                Assert.True(result.IsSuccess, result.Error?.Message);
                latencies[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            }
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        Array.Sort(latencies);
        output.WriteLine(FormattableString.Invariant(
            $"{name}: {changes.Length / seconds:F0} a second, p50 {latencies[changes.Length / 2]:F2} ms, p99 {latencies[changes.Length * 99 / 100]:F2} ms, max {latencies[^1]:F1} ms, {(GC.GetTotalAllocatedBytes() - allocated) / changes.Length} bytes allocated, {(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds / seconds:F2} cores"));
    }

    private void Fsync(string folder)
    {
        var path = Path.Combine(folder, "fsync.tmp");
        using (var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 1))
        {
            var page = new byte[4096];
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < 200; i++)
            {
                file.Write(page);
                file.Flush(flushToDisk: true);
            }

            output.WriteLine(FormattableString.Invariant($"fsync: {watch.Elapsed.TotalMilliseconds / 200:F2} ms each"));
        }

        File.Delete(path);
    }

    private static OrderId Id(int i) => Sample.Id((int)((uint)i * 2654435761u >> 2)); // random ids, as real ones are

    private static (ChangeSet Place, ChangeSet Change, OrderHead Order) Realistic(int i)
    {
        var order = Sample.Order(i, $"Given{i % 900} Family{i % 7919}", $"given{i % 900}.family{i % 7919}.{i}@example.test") with
        {
            Id = Id(i),
            ExternalRefs = [new ExternalReference("cart", $"cart-{i}"), new ExternalReference("legacy-batch", $"legacy-{i}")],
        };
        var (record, head) = AuditChain.Append(AuditHead.None, order.Subject, 1, s_actor, AuditActions.OrderPlaced, Sample.Start, reason: "placed");
        order = order with { Audit = head };
        var child = Encoding.UTF8.GetBytes("{\"text\":\"" + new string('x', 480) + "\"}");
        var place = new ChangeSet
        {
            Subject = order.Subject,
            ExpectedVersion = 0,
            Head = Sample.Json(order),
            Index = OrderIndex.Of(order),
            Dues = [new Due(DueKinds.Dispatch, order.DueAt), new Due(DueKinds.Sweep, order.DueAt)],
            Children = [new ChildWrite(ChildKinds.Step, "0001/place", child), new ChildWrite(ChildKinds.Effect, $"{order.Id}/checkout/fraud-scan/1/1", child, true)],
            AddKeys = KeyNormaliser.KeysOf(order.Customer),
            Events = [Sample.Event(order.Id.Value, detail: "{\"order\":\"" + order.Id.Value + "\",\"text\":\"" + new string('y', 200) + "\"}")],
            Audit = [record],
            Counters = new Dictionary<string, long> { ["orders.queued"] = 1 },
        };
        var (second, secondHead) = AuditChain.Append(head, order.Subject, 2, s_actor, AuditActions.EffectSettled, Sample.Start, reason: "changed");
        var done = order with { Version = 2, Headline = Headline.Running, Audit = secondHead };
        var change = place with
        {
            ExpectedVersion = 1,
            Head = Sample.Json(done),
            Index = OrderIndex.Of(done),
            AddKeys = [new LookupKey(KeyClasses.GatewayReference, $"auth-{i}")],
            Children = [new ChildWrite(ChildKinds.Step, "0002/authorise", child), new ChildWrite(ChildKinds.Effect, $"{order.Id}/checkout/fraud-scan/1/1", child)],
            Audit = [second],
        };
        return (place, change, order);
    }
}
