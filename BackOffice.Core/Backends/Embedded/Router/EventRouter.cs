using BackOffice.Core.Common;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Backends.Embedded.Router;

/// <summary>
/// The embedded event router, with EventBridge's delivery: every rule that matches fires, at least once, each target tried for itself until it took the event or
/// its limits are reached; a disabled rule drops events.
/// </summary>
public sealed partial class EventRouter(
    IStore store, RouterFile file, ISenders senders, RoutingOptions options, TimeProvider clock, ILogger<EventRouter> logger) : BackgroundService
{
    private static readonly TimeSpan s_tidyEvery = TimeSpan.FromMinutes(1);
    private readonly Intake _intake = new(store, file, options, clock);

    /// <summary>One lane a destination.</summary>
    internal IReadOnlyList<Lane> Lanes { get; } =
        [.. options.Destinations.Select(pair => new Lane(pair.Key, pair.Value, senders.Of(pair.Key), file, options, clock, logger))];

    /// <summary>Takes events once; for tests that are their own loop.</summary>
    internal Task<int> TakeAsync(CancellationToken cancellationToken) => _intake.TakeAsync(cancellationToken);

    /// <summary>Gives up what has no destination any more, and forgets what is older than it is kept.</summary>
    internal async Task TidyAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var given = await file.WriteAsync(database => DeliveryRows.GiveUpMissing(database, [.. options.Destinations.Keys], now), cancellationToken).ConfigureAwait(false);
        if (given > 0)
            LogMissing(given);
        // A piece at a time, so that no transaction is long.
        while (await file.WriteAsync(database => Retention.Forget(database, now - options.RecordFor), cancellationToken).ConfigureAwait(false) > 0)
        {
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
    [
        Loops.RunAsync("event intake", IntakeAsync, logger, clock, stoppingToken),
        Loops.RunAsync(
            "router's tidying",
            async token =>
            {
                await TidyAsync(token).ConfigureAwait(false);
                await Loops.PauseAsync(s_tidyEvery, clock, token).ConfigureAwait(false);
            },
            logger, clock, stoppingToken),
        .. Lanes.Select(lane => lane.RunAsync(stoppingToken)),
    ]);

    private async Task IntakeAsync(CancellationToken cancellationToken)
    {
        var before = _intake.Refused;
        var taken = await _intake.TakeAsync(cancellationToken).ConfigureAwait(false);
        foreach (var rule in _intake.Refused.Except(before))
            LogRefused(rule);
        if (taken == 0)
            await Loops.PauseAsync(options.LookEvery, clock, cancellationToken).ConfigureAwait(false);
    }

    [LoggerMessage(1200, LogLevel.Error, "Rule {Rule} cannot be read and matches nothing")]
    private partial void LogRefused(string rule);

    [LoggerMessage(1201, LogLevel.Warning, "{Count} deliveries have a destination that is configured no more; they are dead letters now")]
    private partial void LogMissing(int count);
}
