using BackOffice.Core.Rollouts;
using BackOffice.Core.Workflows;
using Microsoft.Extensions.Hosting;

namespace BackOffice.Core.Pipeline;

/// <summary>Before anything moves: the shipped definitions are installed and the rollout's policy is in memory.</summary>
public sealed class PipelineStart(IWorkflows workflows, RolloutStore rollouts) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await rollouts.LoadAsync(cancellationToken).ConfigureAwait(false);
        foreach (var (name, asl) in ShippedDefinitions.All)
        {
            var installed = await workflows.InstallAsync(name, asl, cancellationToken).ConfigureAwait(false);
            if (!installed.IsSuccess)
                throw new InvalidOperationException($"The shipped definition {name} was refused: {installed.Error.Message}");
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
