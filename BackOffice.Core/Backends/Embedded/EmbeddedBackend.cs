using BackOffice.Core.Backends.Embedded.Sandbox;
using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Backends.Embedded.Workflows;
using BackOffice.Core.Audit;
using BackOffice.Core.Installation;
using BackOffice.Core.Orders;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Definitions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace BackOffice.Core.Backends.Embedded;

/// <summary>Everything on one machine, in one data folder: order store, queues, workflow engine, audit sealer, sandbox gateways.</summary>
public static class EmbeddedBackend
{
    /// <summary>Register it before the pipeline, so that it starts first and stops last.</summary>
    /// <param name="services">Where it is registered.</param>
    /// <param name="folder">Open and locked; composition disposes of it last.</param>
    /// <param name="sandbox">Its folders are set to the data folder's.</param>
    public static IServiceCollection AddEmbeddedBackend(this IServiceCollection services, DataFolder folder, SandboxOptions sandbox)
    {
        services.AddSingleton(_ => VoucherKey.Open(folder));
        services.AddEmbeddedStore();
        services.TryAddSingleton<IBackendFacts, EmbeddedFacts>();
        services.TryAddSingleton<IBackup>(provider => new EmbeddedBackup(folder, provider.GetRequiredService<ICheckpointArchive>() as CheckpointFile));
        services.AddSingleton<OrderCache>(); // this process alone writes the folder
        services.AddEmbeddedWorkflows(_ => new WorkflowOptions
        {
            File = folder.Expect(WorkflowOptions.FileName),
            CreateIfMissing = !folder.IsInitialised(WorkflowOptions.FileName),
        });
        services.AddSandboxGateways(sandbox with { Folder = folder.PathOf("sandbox"), MailFolder = folder.PathOf("mail") });
        services.AddSingleton<IHostedService>(provider => new EngineReady(folder, provider.GetRequiredService<IWorkflows>()));
        return services;
    }

    /// <summary>The engine's file is there from now on, and holds the shipped definitions.</summary>
    private sealed class EngineReady(DataFolder folder, IWorkflows workflows) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken)
        {
            folder.MarkInitialised(WorkflowOptions.FileName);
            foreach (var name in ShippedDefinitions.All)
            {
                var installed = await workflows.InstallAsync(name, ShippedDefinitions.Read(name), cancellationToken).ConfigureAwait(false);
                if (!installed.IsSuccess)
                    throw new InvalidOperationException($"The shipped definition {name} was refused: {installed.Error.Message}");
            }
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
