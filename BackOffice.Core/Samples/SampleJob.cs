using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Samples;

/// <summary>
/// Places the sample orders that were asked for, and the trickle. What is placed and how far the run is are two commits: after a crash between them the same
/// numbers are placed again, and their keys answer with the orders that are there.
/// </summary>
internal sealed partial class SampleJob(IStore store, IOrderCommands orders, SampleSignal signal, SampleOptions options, TimeProvider clock, ILogger<SampleJob> log) : BackgroundService
{
    /// <summary>Orders between two words of progress.</summary>
    private const int Portion = 20;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.Allowed ? Loops.RunAsync("sample orders", OnceAsync, log, clock, stoppingToken) : Task.CompletedTask;

    private async Task OnceAsync(CancellationToken cancellationToken)
    {
        var woken = signal.Next;
        var run = await SampleDesk.ReadAsync(store, cancellationToken).ConfigureAwait(false);
        if (run.IsRunning)
        {
            var portion = Math.Min(Portion, run.ToPlace);
            var pause = Task.Delay(TimeSpan.FromSeconds((double)portion / options.ASecond), clock, cancellationToken);
            await PlaceAsync(run, portion, cancellationToken).ConfigureAwait(false);
            await pause.ConfigureAwait(false);
        }
        else if (run.Trickle)
        {
            var first = await Task.WhenAny(woken, Task.Delay(options.TrickleEvery, clock, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (first != woken)
                await PlaceAsync(run, 1, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await woken.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task PlaceAsync(SampleRun run, int count, CancellationToken cancellationToken)
    {
        await Parallel.ForAsync(run.Placed + 1, run.Placed + count + 1, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken }, async (number, token) =>
        {
            var placed = await orders.PlaceAsync(SampleOrders.Place(number), SampleDesk.Job, token).ConfigureAwait(false);
            if (placed.Error is { } error)
                throw new InvalidOperationException($"Sample order {number} was refused: {error.Message}");
        }).ConfigureAwait(false);
        await AdvanceAsync(run.Placed + count, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whatever a command made of the run meanwhile stays.</summary>
    private async Task AdvanceAsync(int placed, CancellationToken cancellationToken)
    {
        while (true)
        {
            var run = await SampleDesk.ReadAsync(store, cancellationToken).ConfigureAwait(false);
            var after = run with { Placed = placed, Version = run.Version + 1 };
            var committed = await store.CommitAsync(
                new ChangeSet { Subject = SampleRun.Subject, ExpectedVersion = run.Version, Head = JsonSerializer.SerializeToUtf8Bytes(after, SampleJson.Default.SampleRun) }, cancellationToken).ConfigureAwait(false);
            if (committed.IsSuccess)
                return;
            if (committed.Error is not Conflict)
                throw new InvalidOperationException(committed.Error.Message);
        }
    }
}
