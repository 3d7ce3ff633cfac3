using BackOffice.Core.Pipeline;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using BackOffice.Core.Routing.Destinations;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Backends.Embedded.Router;

/// <summary>
/// Sends what is due at one destination: a slow one holds up no other. A delivery stays pending until the outcome of its call is on disk, so that after a kill it is
/// sent again and never lost; only an outcome that failed can make it a dead letter.
/// </summary>
internal sealed class Lane(string name, DestinationOptions options, IDestinationSender sender, RouterFile file, RoutingOptions routing, TimeProvider clock, ILogger logger)
{
    private readonly Lock _gate = new();
    private DateTimeOffset _notBefore;
    private DateTimeOffset _nextSlot;

    public Task RunAsync(CancellationToken stoppingToken) => Loops.RunAsync(
        "lane of destination " + name,
        async token =>
        {
            var woken = file.Signals.Of(name).Next;
            if (await SendDueAsync(token).ConfigureAwait(false) == 0)
                await WaitAsync(woken, token).ConfigureAwait(false);
        },
        logger, clock, stoppingToken);

    /// <summary>Sends what is due now, once; how many deliveries it had. Called by one loop.</summary>
    public async Task<int> SendDueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (_notBefore > now)
            return 0;
        var batched = sender.BatchSize > 1;
        var due = await file.ReadAsync(database => DeliveryRows.Due(database, name, now, batched ? sender.BatchSize : options.Parallel * 8), cancellationToken).ConfigureAwait(false);
        if (due.Count == 0)
            return 0;
        if (batched)
        {
            await SendAsync(due, cancellationToken).ConfigureAwait(false);
            return due.Count;
        }

        await Parallel.ForEachAsync(
            due,
            new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellationToken },
            async (one, token) => await SendAsync([one], token).ConfigureAwait(false)).ConfigureAwait(false);
        return due.Count;
    }

    private async Task SendAsync(IReadOnlyList<DueDelivery> due, CancellationToken cancellationToken)
    {
        // Asked to wait while others of the batch were on their way: these stay as they are.
        if (!await SlotAsync(cancellationToken).ConfigureAwait(false))
            return;
        var startedAt = clock.GetUtcNow();
#if DEBUG
        if (Common.SeededBugs.Is(Common.SeededBugs.DeliveredBeforeSent))
        {
            await file.WriteAsync(database => due.Select(one => DeliveryRows.Claim(database, one)).Sum(), cancellationToken).ConfigureAwait(false);
        }
#endif
        var outcomes = await sender.SendAsync([.. due.Select(one => one.Parcel)], cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        foreach (var failed in outcomes.OfType<SendFailed>().Where(failed => failed is { Status: 429 or 503, RetryAfter: not null }))
            Pause(now + failed.RetryAfter.GetValueOrDefault());
        await file.WriteAsync(
            database =>
            {
                for (var i = 0; i < due.Count; i++)
                    DeliveryRows.Record(database, due[i], outcomes[i], startedAt, now, NextOf(due[i], outcomes[i], now));
                return due.Count;
            },
            CancellationToken.None).ConfigureAwait(false);
    }

    private DateTimeOffset? NextOf(DueDelivery due, SendOutcome outcome, DateTimeOffset now) =>
        outcome is SendFailed failed ? RetryTimes.Next(due.Tries + 1, due.TakenAt, now, due.Retry, failed, routing, Random.Shared.NextDouble()) : null;

    private void Pause(DateTimeOffset until)
    {
        lock (_gate)
            _notBefore = until > _notBefore ? until : _notBefore;
    }

    /// <summary>Waits for the destination's next call of so many a second; false when it asked to wait meanwhile.</summary>
    private async Task<bool> SlotAsync(CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_notBefore > now)
                return false;
            var slot = _nextSlot > now ? _nextSlot : now;
            _nextSlot = slot + TimeSpan.FromSeconds(1.0 / options.PerSecond);
            wait = slot - now;
        }

        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task WaitAsync(Task woken, CancellationToken cancellationToken)
    {
        try
        {
            await woken.WaitAsync(routing.LookEvery, clock, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            // Nobody woke it: something may have fallen due.
        }
    }
}
