using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;

namespace BackOffice.Cli.Bench.Circuits;

/// <summary>Many circuits at once, each of a person of its own.</summary>
internal sealed class OpenPages : IAsyncDisposable
{
    /// <summary>How long a batch may take before it counts as lost.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const int OpenAtOnce = 8;

    private readonly List<BlazorCircuit> _circuits = [];

    public IReadOnlyList<BlazorCircuit> All => _circuits;

    public int Troubled => _circuits.Count(circuit => circuit.Trouble is not null);

    public long Batches => _circuits.Sum(circuit => (long)circuit.Batches);

    public long Bytes => _circuits.Sum(circuit => circuit.Bytes);

    /// <param name="console">The server.</param>
    /// <param name="count">How many.</param>
    /// <param name="path">Of so many-th page.</param>
    /// <param name="isShown">True once a page has what it is for.</param>
    /// <param name="cancellationToken">Ends the opening.</param>
    public static async Task<OpenPages> OpenAsync(ConsoleProcess console, int count, Func<int, string> path, Func<RenderedNode, bool> isShown, CancellationToken cancellationToken)
    {
        var pages = new OpenPages();
        try
        {
            var sessions = new string[count];
            for (var i = 0; i < count; i++)
                sessions[i] = await console.SessionAsync(FormattableString.Invariant($"bench-{i}"));
            await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = OpenAtOnce, CancellationToken = cancellationToken }, async (i, token) =>
            {
                var circuit = await BlazorCircuit.OpenAsync(console.Http, path(i), sessions[i], token);
                lock (pages._circuits)
                    pages._circuits.Add(circuit);
                await circuit.ShownAsync(isShown, TimeSpan.FromSeconds(60));
            });
            return pages;
        }
        catch
        {
            await pages.DisposeAsync();
            throw;
        }
    }

    /// <summary>Every circuit presses something about every <paramref name="pause"/> until the token fires; milliseconds from each press to the batch that shows it, null for none.</summary>
    public async Task<IReadOnlyCollection<double?>> PressAsync(TimeSpan pause, CancellationToken until)
    {
        var took = new ConcurrentBag<double?>();
        await Task.WhenAll(_circuits.Select((circuit, number) => Task.Run(async () =>
        {
            var random = new Random(number);
            while (await WaitAsync(pause * 2 * random.NextDouble(), until))
                took.Add(await PressAsync(circuit));
        }, CancellationToken.None)));
        return took;
    }

    /// <summary>True once the page has something to press: what <see cref="PressAsync(BlazorCircuit)"/> would press.</summary>
    public static bool CanPress(RenderedNode root) => SwitchThatIsOff(root) is not null;

    /// <summary>Presses the first switch of the page that is off: the box of a row of the list, a step of an order.</summary>
    /// <returns>Milliseconds to the batch that shows it on, or that takes it off the page because what it stood for has changed; null when none came.</returns>
    public static async Task<double?> PressAsync(BlazorCircuit circuit)
    {
        var button = circuit.Read(SwitchThatIsOff)
            ?? throw new InvalidOperationException("The page has no switch that is off.");
        try
        {
            var pressed = Stopwatch.GetTimestamp();
            await circuit.ClickAsync(node => ReferenceEquals(node, button));
            return Stopwatch.GetElapsedTime(pressed, await circuit.ShownAsync(root => IsSwitch(button, "true") || root.Find(node => ReferenceEquals(node, button)) is null, Patience)).TotalMilliseconds;
        }
        catch (Exception lost) when (lost is TimeoutException or WebSocketException)
        {
            return null;
        }
    }

    /// <summary>Milliseconds from <paramref name="at"/> until each of the circuits shows it; null for one that does not.</summary>
    public static async Task<double?[]> SeenAsync(IEnumerable<BlazorCircuit> circuits, long at, Func<RenderedNode, bool> isShown) =>
        await Task.WhenAll(circuits.Select(async circuit =>
        {
            try
            {
                return Stopwatch.GetElapsedTime(at, await circuit.ShownAsync(isShown, Patience)).TotalMilliseconds;
            }
            catch (Exception lost) when (lost is TimeoutException or WebSocketException)
            {
                return (double?)null;
            }
        }));

    public async ValueTask DisposeAsync() =>
        await Parallel.ForEachAsync(_circuits, new ParallelOptions { MaxDegreeOfParallelism = OpenAtOnce }, async (circuit, _) => await circuit.DisposeAsync());

    private static RenderedNode? SwitchThatIsOff(RenderedNode root) => root.Find(node => node.Name == "main")?.Find(node => IsSwitch(node, "false"));

    private static bool IsSwitch(RenderedNode node, string state) => node.HandlerOf("onclick") is not null && node.Name switch
    {
        "button" => (node["aria-pressed"] ?? node["aria-checked"]) == state,
        "input" => node["data-row-pick"] is not null && (node["checked"] is null ? "false" : "true") == state,
        _ => false,
    };

    /// <summary>False when it was ended.</summary>
    public static async Task<bool> WaitAsync(TimeSpan time, CancellationToken until)
    {
        try
        {
            await Task.Delay(time > TimeSpan.Zero ? time : TimeSpan.Zero, until);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
