using System.Collections.Concurrent;
using System.Diagnostics;
using BackOffice.Cli.Bench.Circuits;
using BackOffice.Components.Shared;
using BackOffice.Core.Orders;

namespace BackOffice.Tests.Torture.Soak;

/// <param name="Wedged">Circuits that did not answer, ended by themselves, or showed something that is not so.</param>
/// <param name="Grown">Bytes of heap: median of the last third less the median of the second.</param>
/// <param name="StillWatching">Places at the live feed that nobody sits at any more.</param>
/// <param name="Visits">Pages that were opened and left.</param>
internal sealed record SoakVerdict(IReadOnlyList<string> Wedged, long Grown, int StillWatching, int Visits);

/// <summary>The program in a process of its own, people as circuits of the bench, and orders of every mood.</summary>
internal sealed class SoakRun : IAsyncDisposable
{
    private static readonly string[] s_moods = ["tok_ok", "tok_ok", "tok_ok", "tok_ok", "tok_declined_1", "tok_busy_2", "tok_timeout_after", "tok_capture_busy_3"];

    private readonly SoakSettings _settings;
    private readonly Action<string> _say;
    private readonly ConsoleProcess _console;
    private readonly string _folder;
    private readonly ConcurrentQueue<string> _wedged = new();
    private readonly ConcurrentQueue<string> _orders = new();
    private readonly List<long> _heap = [];
    private int _visits, _placed;

    private SoakRun(SoakSettings settings, Action<string> say, ConsoleProcess console, string folder) => (_settings, _say, _console, _folder) = (settings, say, console, folder);

    public static async Task<SoakRun> StartAsync(SoakSettings settings, Action<string> say)
    {
        var folder = Directory.CreateTempSubdirectory("bo-soak-").FullName;
        var console = await ConsoleProcess.StartAsync(
            ServerProcess.Program(), Path.Combine(folder, "data"), new Dictionary<string, string> { ["Pipeline__BatchEvery"] = "00:00:10" }, TextWriter.Null, CancellationToken.None);
        var run = new SoakRun(settings, say, console, folder);
        await console.DialAsync();
        for (var i = 0; i < 60; i++)
            await run.PlaceAsync();
        return run;
    }

    /// <summary>Comes and goes until the time is over.</summary>
    public async Task UseAsync()
    {
        using var end = new CancellationTokenSource(_settings.Time);
        var people = Enumerable.Range(0, _settings.Circuits).Select(number => Task.Run(() => LiveAsync(number, end.Token)));
        await Task.WhenAll([.. people, OrderAsync(end.Token), WatchMemoryAsync(end.Token)]);
    }

    /// <summary>What is there at the end: fresh pages tell the truth, and those that left are forgotten.</summary>
    public async Task<SoakVerdict> EndAsync()
    {
        await using (var last = await OpenPages.OpenAsync(_console, 3, i => "/orders/" + _orders.ElementAt(i), OpenPages.CanPress, CancellationToken.None))
        {
            for (var i = 0; i < last.All.Count; i++)
                await CheckTruthAsync(last.All[i]);
        }

        var third = _heap.Count / 3;
        var grown = third == 0 ? 0 : Median(_heap[(2 * third)..]) - Median(_heap[third..(2 * third)]);
        _say(FormattableString.Invariant($"{_visits} visits, {_placed} orders, heap MB: {string.Join(' ', _heap.Select(bytes => (bytes / 1024.0 / 1024).ToString("F1", System.Globalization.CultureInfo.InvariantCulture)))}"));
        return new SoakVerdict([.. _wedged], grown, await _console.WatchingAsync(), _visits);
    }

    public async ValueTask DisposeAsync()
    {
        await _console.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task LiveAsync(int number, CancellationToken until)
    {
        var random = new Random(number);
        var session = await _console.SessionAsync($"soak-{number}");
        while (!until.IsCancellationRequested)
        {
            var path = random.Next(3) == 0 ? "/orders" : "/orders/" + _orders.ElementAt(random.Next(_orders.Count));
            try
            {
                await VisitAsync(path, session, random, until);
            }
            catch (Exception failure) when (failure is TimeoutException or System.Net.WebSockets.WebSocketException or InvalidDataException or HttpRequestException)
            {
                _wedged.Enqueue($"{path}: {failure.Message}");
            }
        }
    }

    private async Task VisitAsync(string path, string session, Random random, CancellationToken until)
    {
        await using var circuit = await BlazorCircuit.OpenAsync(_console.Http, path, session, CancellationToken.None);
        await circuit.ShownAsync(OpenPages.CanPress, OpenPages.Patience * 3);
        for (var presses = random.Next(1, 6); presses > 0 && await OpenPages.WaitAsync(TimeSpan.FromMilliseconds(random.Next(200, 3_000)), until); presses--)
        {
            if (await OpenPages.PressAsync(circuit) is null)
                _wedged.Enqueue($"{path}: a press was not answered; {circuit.Batches} batches came. {circuit.Trouble}");
        }

        Interlocked.Increment(ref _visits);
    }

    private async Task OrderAsync(CancellationToken until)
    {
        while (await OpenPages.WaitAsync(TimeSpan.FromMilliseconds(400), until))
            await PlaceAsync();
    }

    private async Task PlaceAsync()
    {
        var number = _placed++;
        var (_, order) = await _console.PlaceAsync($"soak-{number}", s_moods[number % s_moods.Length]);
        _orders.Enqueue(order);
        // The newest are what people look at.
        while (_orders.Count > 200)
            _orders.TryDequeue(out _);
    }

    private async Task WatchMemoryAsync(CancellationToken until)
    {
        while (await OpenPages.WaitAsync(_settings.Time / 30, until))
            _heap.Add((await _console.MemoryAsync()).HeapBytes);
    }

    private async Task CheckTruthAsync(BlazorCircuit circuit)
    {
        var order = circuit.Read(root => _orders.First(id => root.WholeText().Contains(id, StringComparison.Ordinal)));
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < OpenPages.Patience)
        {
            var word = StatusLook.Of(Enum.Parse<Headline>(await _console.HeadlineAsync(order))).Word;
            if (circuit.Read(root => root.Find(node => node["class"]?.Contains("chip", StringComparison.Ordinal) == true)?.WholeText().Contains(word, StringComparison.Ordinal) == true))
                return;
            await Task.Yield();
        }

        _wedged.Enqueue($"{order}: the page does not show what the store has.");
    }

    private static long Median(List<long> values) => values.Order().ElementAt(values.Count / 2);
}
