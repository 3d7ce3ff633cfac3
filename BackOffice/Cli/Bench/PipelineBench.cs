using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using BackOffice.Api;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Rollouts;

namespace BackOffice.Cli.Bench;

/// <summary>Two phases: a closed loop that finds the rate, and an open loop at 80 % of it that finds the delay.</summary>
internal static class PipelineBench
{
    private const int WarmUp = 2_000;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    private static readonly byte[] s_body = BodyWith("tok_ok");

    /// <summary>An order's body; the card's token decides what the sandbox does.</summary>
    public static byte[] BodyWith(string token) => Encoding.UTF8.GetBytes(
        $$$"""
        {"kind":"DealVoucher","brand":"gilt-city","customer":{"name":"Dora Whitfield","email":"dora.whitfield@example.com"},
        "lines":[{"city":"boston","offerId":"HARBOUR-2","unitId":"u-1","title":"Harbour Sail","quantity":1,"unitPrice":{"minor":8900,"unit":"USD"}}],
        "tenders":[{"kind":"Card","token":"{{{token}}}","brand":"visa","last4":"4242","amount":{"minor":8900,"unit":"USD"}}]}
        """);

    public static async Task<PipelineReport> RunAsync(
        BenchServer server, int orders, int clients, DiskProbe disk, TextWriter progress, CancellationToken cancellationToken)
    {
        await DialAsync(server, cancellationToken);
        await progress.WriteLineAsync(FormattableString.Invariant($"warm-up: {WarmUp} orders"));
        _ = await PhaseAsync(server, await ClosedLoopAsync(server, "warm", WarmUp, clients, cancellationToken), cancellationToken);

        using var process = Process.GetCurrentProcess();
        var before = (Bytes: BytesOf(server.Folder), Cpu: process.TotalProcessorTime, Outbox: await OutboxAsync(server, 0, cancellationToken));
        await progress.WriteLineAsync(FormattableString.Invariant($"full speed: {orders} orders, {clients} at once"));
        var sent = await ClosedLoopAsync(server, "full", orders, clients, cancellationToken);
        var full = await PhaseAsync(server, sent, cancellationToken);
        process.Refresh();
        var cpu = process.TotalProcessorTime - before.Cpu;
        var outbox = await OutboxAsync(server, before.Outbox, cancellationToken) - before.Outbox;
        var bytes = BytesOf(server.Folder).ToDictionary(pair => pair.Key, pair => (pair.Value - before.Bytes.GetValueOrDefault(pair.Key)) / orders);
        var rows = await RowsAsync(server, sent[0].Order, cancellationToken) + ((double)outbox / orders);

        var rate = full.Report.OrdersASecond * 0.8;
        var steady = Math.Max(1, (int)Math.Min(orders, rate * 20));
        await progress.WriteLineAsync(FormattableString.Invariant($"at 80 %: {steady} orders, {rate:F0} a second"));
        var paced = await PhaseAsync(server, await OpenLoopAsync(server, steady, rate, cancellationToken), cancellationToken);
        process.Refresh();
        return new PipelineReport
        {
            Processors = Environment.ProcessorCount,
            Disk = disk,
            FullSpeed = full.Report,
            AtEightyPercent = paced.Report,
            Unfinished = full.Unfinished + paced.Unfinished,
            RowsAnOrder = rows,
            BytesAnOrder = bytes,
            PeakMemoryMb = process.PeakWorkingSet64 / 1024.0 / 1024.0,
            ProcessorMsAnOrder = cpu.TotalMilliseconds / orders,
        };
    }

    public static async Task DialAsync(BenchServer server, CancellationToken cancellationToken)
    {
        var body = new RolloutBody("bench-dial", 0, "bench", RolloutPolicy.FullDial, Killed: null, CityDials: null, Allow: null, Deny: null);
        using var response = await server.Client.PutAsJsonAsync("api/rollouts/" + RolloutPolicy.CityOrdersInstantProcessing, body, ApiJson.Of<RolloutBody>(), cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private static async Task<List<Sent>> ClosedLoopAsync(BenchServer server, string name, int orders, int clients, CancellationToken cancellationToken)
    {
        var sent = new ConcurrentBag<Sent>();
        await Parallel.ForAsync(0, orders, new ParallelOptions { MaxDegreeOfParallelism = clients, CancellationToken = cancellationToken },
            async (i, token) => sent.Add(await PostAsync(server, $"{name}-{i}", token)));
        return [.. sent];
    }

    /// <summary>Each order is sent at its own moment, whether or not earlier ones were answered: waiting would hide the delay.</summary>
    private static async Task<List<Sent>> OpenLoopAsync(BenchServer server, int orders, double rate, CancellationToken cancellationToken)
    {
        var posts = new List<Task<Sent>>(orders);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < orders; i++)
        {
            var wait = TimeSpan.FromSeconds(i / rate) - watch.Elapsed;
            if (wait > TimeSpan.FromMilliseconds(1))
                await Task.Delay(wait, cancellationToken);
            posts.Add(PostAsync(server, $"paced-{i}", cancellationToken));
        }

        return [.. await Task.WhenAll(posts)];
    }

    private static async Task<Sent> PostAsync(BenchServer server, string key, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/orders") { Content = new ByteArrayContent(s_body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(PlaceOrderEndpoint.KeyHeader, key);
        var at = server.Clock.GetUtcNow();
        var started = Stopwatch.GetTimestamp();
        using var response = await server.Client.SendAsync(request, cancellationToken);
        response.EnsureSuccessStatusCode();
        var took = Stopwatch.GetElapsedTime(started);
        var location = response.Headers.Location?.OriginalString ?? throw new InvalidOperationException("The answer names no order.");
        return new Sent(new OrderId(location[(location.LastIndexOf('/') + 1)..]), at, took);
    }

    /// <summary>Waits until the orders are done and reads from each head when it was.</summary>
    private static async Task<(PhaseReport Report, int Unfinished)> PhaseAsync(BenchServer server, List<Sent> sent, CancellationToken cancellationToken)
    {
        var patience = Stopwatch.StartNew();
        var open = new Queue<Sent>(sent.OrderBy(order => order.At));
        var done = new List<(Sent Order, DateTimeOffset At)>(sent.Count);
        while (open.Count > 0 && patience.Elapsed < s_patience)
        {
            if (await CompletedAtAsync(server.Store, open.Peek().Order, cancellationToken) is { } at)
                done.Add((open.Dequeue(), at));
            else
                await Task.Delay(20, cancellationToken);
        }

        if (done.Count == 0)
            return (new PhaseReport(0, 0, 0, 0, 0, 0, 0), open.Count);
        var posts = sent.ConvertAll(order => order.Took.TotalMilliseconds);
        var delays = done.ConvertAll(order => (order.At - order.Order.At).TotalMilliseconds);
        var span = done.Max(order => order.At) - sent.Min(order => order.At);
        return (new PhaseReport(
            done.Count, done.Count / span.TotalSeconds, Percentiles.Of(posts, 50), Percentiles.Of(posts, 99),
            Percentiles.Of(delays, 50), Percentiles.Of(delays, 95), Percentiles.Of(delays, 99)), open.Count);
    }

    private static async Task<DateTimeOffset?> CompletedAtAsync(IStore store, OrderId order, CancellationToken cancellationToken)
    {
        var stored = await store.GetAsync(order.Subject, cancellationToken) ?? throw new InvalidOperationException($"{order} was answered and is not there.");
        var head = OrderDraft.HeadOf(stored);
        return head.Headline is Headline.Done ? head.CompletedAt : null;
    }

    private static async Task<double> RowsAsync(BenchServer server, OrderId order, CancellationToken cancellationToken)
    {
        var stored = await server.Store.GetWithChildrenAsync(order.Subject, cancellationToken);
        return stored is null ? 0 : 1 + stored.Children.Count + OrderDraft.HeadOf(stored.Head).Audit.Number;
    }

    /// <summary>The newest sequence number of the outbox after the given one.</summary>
    private static async Task<long> OutboxAsync(BenchServer server, long after, CancellationToken cancellationToken)
    {
        while (await server.Store.OutboxAsync(after, 1_000, cancellationToken) is { Count: > 0 } records)
            after = records[^1].Sequence;
        return after;
    }

    private static Dictionary<string, long> BytesOf(string folder) => Directory.EnumerateFiles(folder, "*.db*")
        .GroupBy(file => Path.GetFileName(file).Split('-')[0])
        .ToDictionary(files => files.Key, files => files.Sum(file => new FileInfo(file).Length));

    private sealed record Sent(OrderId Order, DateTimeOffset At, TimeSpan Took);
}
