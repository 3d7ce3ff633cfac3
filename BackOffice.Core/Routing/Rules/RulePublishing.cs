using BackOffice.Core.Pipeline;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Routing.Rules;

/// <summary>Publishes what a command committed and did not live to publish, and what the router refused for a time.</summary>
public sealed class RulePublishing(RuleShelf shelf, RulePublisher publisher, IRuleStore live, TimeProvider clock, ILogger<RulePublishing> logger) : BackgroundService
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(15);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loops.RunAsync(
        "publisher of rules",
        async token =>
        {
            foreach (var rule in (await shelf.AllAsync(token).ConfigureAwait(false)).Where(rule => rule.IsPublishDueAt(live.Bus)))
                await publisher.PublishAsync(rule.Name, token).ConfigureAwait(false);
            await Loops.PauseAsync(s_every, clock, token).ConfigureAwait(false);
        },
        logger, clock, stoppingToken);
}
