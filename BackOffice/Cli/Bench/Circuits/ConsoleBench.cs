using System.Diagnostics;
using System.Globalization;

namespace BackOffice.Cli.Bench.Circuits;

/// <summary>Opens circuits on one kind of page, lets people press and orders change, and measures; then on the other kind.</summary>
internal sealed class ConsoleBench(ConsoleProcess console, int circuits, TimeSpan measured, TextWriter progress)
{
    /// <summary>More than a page of the list.</summary>
    public const int Orders = 60;

    /// <summary>So many orders are watched; the circuits share them evenly.</summary>
    private const int Watched = 20;

    private static readonly TimeSpan s_pressEvery = TimeSpan.FromSeconds(5), s_placeEvery = TimeSpan.FromSeconds(1), s_noteEvery = TimeSpan.FromMilliseconds(200);

    private readonly List<string> _orders = [];
    private int _made;

    public async Task<ConsoleReport> RunAsync(DiskProbe disk, CancellationToken cancellationToken)
    {
        await console.DialAsync();
        for (var i = 0; i < Orders; i++)
            _orders.Add((await console.PlaceAsync(NextKey())).Order);
        foreach (var order in _orders)
        {
            while (await console.HeadlineAsync(order) != "Done")
                await Task.Delay(50, cancellationToken);
        }

        await progress.WriteLineAsync("warm-up");
        await MeasureListAsync(Math.Min(circuits, 10), TimeSpan.FromSeconds(5), cancellationToken);
        await MeasureOrdersAsync(Math.Min(circuits, 10), TimeSpan.FromSeconds(5), cancellationToken);
        await progress.WriteLineAsync(FormattableString.Invariant($"{circuits} on the list"));
        var list = await MeasureListAsync(circuits, measured, cancellationToken);
        await progress.WriteLineAsync(FormattableString.Invariant($"{circuits} on order pages"));
        return new ConsoleReport
        {
            Processors = Environment.ProcessorCount, Disk = disk, Circuits = circuits, Orders = Orders, List = list,
            OrderPage = await MeasureOrdersAsync(circuits, measured, cancellationToken),
        };
    }

    /// <summary>Each second an order is placed and goes through the whole pipeline; all pages announce it.</summary>
    private Task<PageFigures> MeasureListAsync(int count, TimeSpan time, CancellationToken cancellationToken) => MeasureAsync(
        count, _ => "/orders", root => OpenPages.CanPress(root) && root.Find(node => node.Name == "table")?.WholeText().Contains(_orders[^1], StringComparison.Ordinal) == true, s_placeEvery, time,
        async (pages, number) =>
        {
            var (at, _) = await console.PlaceAsync(NextKey());
            return await OpenPages.SeenAsync(pages.All, at, root => Announced(root) > number);
        },
        cancellationToken);

    /// <summary>Five times a second an order gets a note; the pages of that order show it.</summary>
    private Task<PageFigures> MeasureOrdersAsync(int count, TimeSpan time, CancellationToken cancellationToken)
    {
        var watched = Math.Min(Watched, count);
        return MeasureAsync(
            count, i => "/orders/" + _orders[i % watched], OpenPages.CanPress, s_noteEvery, time,
            async (pages, number) =>
            {
                var order = _orders[number % watched];
                var text = "note-" + NextKey();
                var at = await console.NoteAsync(order, text);
                return await OpenPages.SeenAsync(
                    pages.All.Where(circuit => circuit.Read(root => root.WholeText().Contains(order, StringComparison.Ordinal))), at, root => root.WholeText().Contains(text, StringComparison.Ordinal));
            },
            cancellationToken);
    }

    private async Task<PageFigures> MeasureAsync(
        int count, Func<int, string> path, Func<RenderedNode, bool> isShown, TimeSpan changeEvery, TimeSpan time, Func<OpenPages, int, Task<double?[]>> change, CancellationToken cancellationToken)
    {
        var before = await console.MemoryAsync();
        await using var pages = await OpenPages.OpenAsync(console, count, path, isShown, cancellationToken);
        await Task.Delay(TimeSpan.FromSeconds(2), cancellationToken);
        var memory = await console.MemoryAsync();

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(time);
        var (batches, bytes, watch) = (pages.Batches, pages.Bytes, Stopwatch.StartNew());
        var (server, client) = (await console.ProcessorAsync(), ServedMemory.ProcessorTime());
        var presses = pages.PressAsync(s_pressEvery, end.Token);
        var changes = new List<Task<double?[]>>();
        for (var number = 0; await OpenPages.WaitAsync((changeEvery * (number + 1)) - watch.Elapsed, end.Token); number++)
            changes.Add(change(pages, number));
        var seen = await Task.WhenAll(changes);
        var pressed = await presses;
        var elapsed = watch.Elapsed.TotalMilliseconds;
        (batches, bytes) = (pages.Batches - batches, pages.Bytes - bytes);
        return new PageFigures(
            (memory.HeapBytes - before.HeapBytes) / 1024.0 / count, (memory.PrivateBytes - before.PrivateBytes) / 1024.0 / count,
            Delays.Of(pressed), Delays.Of([.. seen.SelectMany(took => took)]),
            batches / elapsed * 1000, batches == 0 ? 0 : (double)bytes / batches,
            (await console.ProcessorAsync() - server) / elapsed, (ServedMemory.ProcessorTime() - client) / elapsed, pages.Troubled);
    }

    /// <summary>How many new orders the page says there are: the last number of the bar, after the icon's own.</summary>
    private static int Announced(RenderedNode root)
    {
        var bar = root.Find(node => node["class"] == "newbar")?.Find(node => node.Name == "button")?.WholeText() ?? "";
        var end = bar.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        var start = end;
        while (start > 0 && char.IsAsciiDigit(bar[start - 1]))
            start--;
        return int.TryParse(bar.AsSpan(start, end - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
    }

    private string NextKey() => (++_made).ToString(CultureInfo.InvariantCulture);
}
