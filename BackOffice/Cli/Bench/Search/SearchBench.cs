using System.Diagnostics;
using System.Diagnostics.Metrics;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;

namespace BackOffice.Cli.Bench.Search;

/// <summary>Loads invented orders once, then times every kind of search over them.</summary>
internal sealed class SearchBench(IStore store, InventedOrders orders, int count, int runs, TimeProvider clock, TextWriter progress)
{
    private const int PageSize = 50;
    private const int WarmUp = 10;
    private static readonly TimeSpan s_writing = TimeSpan.FromSeconds(10);

    private long _rows;

    /// <summary>Orders a second.</summary>
    public async Task<double> LoadAsync(CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        var done = 0;
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 256, CancellationToken = cancellationToken }, async (i, token) =>
        {
            await PlaceAsync(orders[i], token);
            if (Interlocked.Increment(ref done) is var now && now % 100_000 == 0)
                await progress.WriteLineAsync(FormattableString.Invariant($"{now:N0} orders, {now / watch.Elapsed.TotalSeconds:F0} a second"));
        });
        return count / watch.Elapsed.TotalSeconds;
    }

    /// <param name="postgres">Asked the same right after each search, or null.</param>
    public async Task<List<SearchTimes>> MeasureAsync(PostgresOrders? postgres, CancellationToken cancellationToken)
    {
        using var rows = ListenToRows();
        var times = new List<SearchTimes>();
        foreach (var kind in SearchKind.All)
        {
            times.Add(await MeasureAsync(kind, postgres, cancellationToken));
            await progress.WriteLineAsync(FormattableString.Invariant($"{kind.Name}: p99 {times[^1].P99Ms:F2} ms"));
        }

        return times;
    }

    /// <summary>16 writers change orders as fast as they can while two readers search by name and by status.</summary>
    public async Task<(double WritesASecond, double P99Ms)> MeasureWhileWritingAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(s_writing);
        var written = 0;
        var writers = Enumerable.Range(0, 16).Select(async writer =>
        {
            for (var i = writer; !end.IsCancellationRequested; i += 16, Interlocked.Increment(ref written))
                await ChangeAsync(orders[(int)(i * 7919L % count)], cancellationToken);
        });
        var readers = Enumerable.Range(0, 2).Select(async reader =>
        {
            var took = new List<double>();
            for (var i = reader; !end.IsCancellationRequested; i++)
            {
                var query = Parse(i % 2 == 0 ? "status:failed,held,stuck" : Target(i).Customer.Email);
                var started = Stopwatch.GetTimestamp();
                _ = await store.SearchAsync(query, null, PageSize, cancellationToken);
                took.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            return took;
        }).ToList();
        await Task.WhenAll([.. writers, .. readers]);
        return (written / s_writing.TotalSeconds, Percentiles.Of([.. (await Task.WhenAll(readers)).SelectMany(took => took)], 99));
    }

    private async Task<SearchTimes> MeasureAsync(SearchKind kind, PostgresOrders? postgres, CancellationToken cancellationToken)
    {
        var start = await CursorAsync(kind, cancellationToken);
        var theirStart = postgres is null ? null : await PlaceAsync(kind, postgres, cancellationToken);
        var (took, theirs) = (new List<double>(runs), new List<double>(runs));
        var (hits, cut, rows, theirHits) = (0L, 0, 0L, 0L);
        for (var run = -WarmUp; run < runs; run++)
        {
            var query = Parse(kind.Query(Target(run + WarmUp)));
            Interlocked.Exchange(ref _rows, 0);
            var started = Stopwatch.GetTimestamp();
            var (found, next) = await ToTheEndAsync(query, start, kind.Bounded, cancellationToken);
            var elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            started = Stopwatch.GetTimestamp();
            var other = postgres is null ? 0 : (await postgres.SearchAsync(query, theirStart, PageSize, cancellationToken)).Found;
            if (run < 0)
                continue;
            theirs.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            theirHits += other;
            took.Add(elapsed);
            hits += found;
            rows += Interlocked.Read(ref _rows);
            cut += found < PageSize && next is not null ? 1 : 0;
        }

        return new SearchTimes(kind.Name, kind.Bounded, Percentiles.Of(took, 50), Percentiles.Of(took, 95), Percentiles.Of(took, 99), hits / (double)runs, rows / (double)runs, cut / (double)runs,
            postgres is null ? null : new OtherTimes(Percentiles.Of(theirs, 50), Percentiles.Of(theirs, 95), Percentiles.Of(theirs, 99), theirHits / (double)runs));
    }

    /// <summary>To 50 hits or to the proven end: a page that is not full and goes on is gone on with, unless the search is a bounded one.</summary>
    private async Task<(int Found, string? Next)> ToTheEndAsync(OrderQuery query, string? cursor, bool bounded, CancellationToken cancellationToken)
    {
        var found = 0;
        do
        {
            var page = (await store.SearchAsync(query, cursor, PageSize, cancellationToken)).Value;
            found += page.Items.Count;
            cursor = page.Next;
        }
        while (!bounded && found < PageSize && cursor is not null);
        return (found, cursor);
    }

    private async Task<string?> CursorAsync(SearchKind kind, CancellationToken cancellationToken)
    {
        string? cursor = null;
        for (var page = 1; page < kind.Page; page++)
            cursor = (await store.SearchAsync(Parse(kind.Query(Target(0))), cursor, PageSize, cancellationToken)).Value.Next;
        return cursor;
    }

    private async Task<(long Rank, long Id)?> PlaceAsync(SearchKind kind, PostgresOrders postgres, CancellationToken cancellationToken)
    {
        (long Rank, long Id)? place = null;
        for (var page = 1; page < kind.Page; page++)
            place = (await postgres.SearchAsync(Parse(kind.Query(Target(0))), place, PageSize, cancellationToken)).Last;
        return place;
    }

    private async Task PlaceAsync(OrderHead order, CancellationToken cancellationToken)
    {
        if ((await store.CommitAsync(InventedOrders.Place(order), cancellationToken)).Error is { } error)
            throw new InvalidOperationException($"{order.Id}: {error.Message}");
    }

    private async Task ChangeAsync(OrderHead order, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(order.Subject, cancellationToken) is not { } stored)
            throw new InvalidOperationException($"{order.Id} is not there.");
        var changed = OrderDraft.HeadOf(stored) with { Version = stored.Version + 1, ChangedAt = clock.GetUtcNow() };
        // Two writers may meet at one order; the one that comes second is refused, and that is a commit too.
        _ = await store.CommitAsync(InventedOrders.Place(changed) with { ExpectedVersion = stored.Version, AddKeys = [], Counters = new Dictionary<string, long>() }, cancellationToken);
    }

    private OrderHead Target(int run) => orders[(int)(run * 104_729L % count)];

    private OrderQuery Parse(string text)
    {
        var parsed = QueryText.Parse(text, clock.GetUtcNow(), TimeZoneInfo.Utc);
        return parsed.IsSound ? parsed.Query : throw new InvalidOperationException($"{text}: {parsed.Problems[0].Message}");
    }

    private MeterListener ListenToRows()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Meter == Telemetry.Meter && instrument.Name == OrderQueries.RowsInstrument)
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, rows, _, _) => Interlocked.Add(ref _rows, rows));
        listener.Start();
        return listener;
    }
}
