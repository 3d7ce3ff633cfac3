using System.Diagnostics;
using System.Globalization;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Tests.Fakes;
using Xunit.Abstractions;

namespace BackOffice.Tests.Contracts.Store;

/// <summary>How long each kind of list takes over BENCH_ORDERS orders: figures of this machine, never asserted.</summary>
public sealed class SearchBench(ITestOutputHelper output)
{
    private const int Runs = 60;
    private static readonly string[] s_given =
        ["maria", "jose", "ana", "joao", "antonio", "francisco", "carlos", "paulo", "pedro", "lucas", "marcos", "luis", "gabriel", "rafael", "daniel", "marcelo", "bruno", "eduardo", "felipe", "raimundo"];
    private static readonly Headline[] s_headlines = [Headline.Failed, Headline.Held, Headline.Stuck, Headline.Running, Headline.Refunded];

    [BenchFact]
    public async Task Search_ManyOrders_Percentiles()
    {
        var count = Math.Max(10_000, int.Parse(Environment.GetEnvironmentVariable("BENCH_ORDERS") ?? "0", CultureInfo.InvariantCulture));
        await using var fixture = new EmbeddedStoreFixture();
        var watch = Stopwatch.StartNew();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 256 }, async (i, _) =>
        {
            var order = Make(i);
            Assert.True((await fixture.Store.CommitAsync(Sample.Place(order), CancellationToken.None)).IsSuccess);
        });
        output.WriteLine(FormattableString.Invariant($"{count} orders loaded in {watch.Elapsed.TotalSeconds:F0} s"));

        await TimeAsync(fixture.Store, "id", i => new OrderQuery { Text = Make(i).Id.Value }, count);
        await TimeAsync(fixture.Store, "e-mail", i => new OrderQuery { Text = Make(i).Customer.Email }, count);
        await TimeAsync(fixture.Store, "e-mail start", i => new OrderQuery { Text = Make(i).Customer.Email.Split('@')[0] + "@" }, count);
        await TimeAsync(fixture.Store, "family name", i => new OrderQuery { Text = "family" + (i % 5000) }, count);
        await TimeAsync(fixture.Store, "given name (5 %)", i => new OrderQuery { Text = s_given[i % 20] }, count);
        await TimeAsync(fixture.Store, "two letters", i => new OrderQuery { Text = s_given[i % 20][..2] }, count);
        await TimeAsync(fixture.Store, "two words", i => new OrderQuery { Text = s_given[i % 20] + " family" + (i % 5000) }, count);
        await TimeAsync(fixture.Store, "two words, no hit", i => new OrderQuery { Text = s_given[i % 20] + " zz" }, count);
        await TimeAsync(fixture.Store, "all", _ => new OrderQuery(), count);
        await TimeAsync(fixture.Store, "done", _ => new OrderQuery { Headlines = [Headline.Done] }, count);
        await TimeAsync(fixture.Store, "failed, held, stuck", _ => new OrderQuery { Headlines = [Headline.Failed, Headline.Held, Headline.Stuck] }, count);
        await TimeAsync(fixture.Store, "nothing", _ => new OrderQuery { Headlines = [Headline.Unknown] }, count);
        await TimeAsync(fixture.Store, "path", _ => new OrderQuery { Path = OrderPath.Batch }, count);
        await TimeAsync(fixture.Store, "step", _ => new OrderQuery { Step = "capture" }, count);
        await TimeAsync(fixture.Store, "step, failed, path", _ => new OrderQuery { Step = "capture", Headlines = [Headline.Failed], Path = OrderPath.Batch }, count);
        await TimeAsync(fixture.Store, "given name, failed", i => new OrderQuery { Text = s_given[i % 20], Headlines = [Headline.Failed] }, count);
        string? cursor = null;
        for (var page = 0; page < 199; page++)
            cursor = (await fixture.Store.SearchAsync(new OrderQuery { Headlines = [Headline.Done] }, cursor, 50, CancellationToken.None)).Value.Next;
        await TimeAsync(fixture.Store, "page 200", _ => new OrderQuery { Headlines = [Headline.Done] }, count, cursor);
        output.WriteLine($"working set {Environment.WorkingSet >> 20} MiB, file {new FileInfo(Path.Combine(fixture.Path, "orders.db")).Length / count} bytes an order");
    }

    private async Task TimeAsync(IStore store, string name, Func<int, OrderQuery> query, int count, string? cursor = null)
    {
        var times = new double[Runs];
        var hits = 0;
        for (var run = 0; run < Runs; run++)
        {
            var one = query((int)(run * 7919L % count));
            var start = Stopwatch.GetTimestamp();
            var page = await store.SearchAsync(one, cursor, 50, CancellationToken.None);
            times[run] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            hits += page.Value.Items.Count;
        }

        Array.Sort(times);
        output.WriteLine(FormattableString.Invariant($"{name,-22} p50 {times[Runs / 2],7:F2} ms  p99 {times[Runs - 1],7:F2} ms  {hits / (double)Runs,5:F1} hits"));
    }

    private static OrderHead Make(int i)
    {
        var headline = i % 50 == 0 ? s_headlines[i / 50 % s_headlines.Length] : Headline.Done;
        var given = s_given[(int)((uint)i * 2654435761u >> 7) % 20];
        var order = Sample.Order(
            i, $"{given} Family{i % 5000}", $"{given}.family{i % 5000}.{i / 3}@example.test", headline, i % 3 == 0 ? OrderPath.Batch : OrderPath.Instant,
            headline == Headline.Done ? null : i % 4 == 0 ? "capture" : "issue");
        return order with { Id = Sample.Id((int)((uint)i * 2654435761u >> 2)) };
    }
}
