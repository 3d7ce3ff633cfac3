using BackOffice.Core.Rollouts;
using Microsoft.Extensions.Hosting;

namespace BackOffice.Core.Pipeline;

/// <summary>Before anything moves: the rollout's policy is in memory.</summary>
public sealed class PipelineStart(RolloutStore rollouts) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => rollouts.LoadAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
