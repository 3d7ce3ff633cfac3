using BackOffice.Core.Backends.Embedded.Sandbox;
using BackOffice.Core.Backends.Embedded.Store;
using Microsoft.Extensions.DependencyInjection;

namespace BackOffice.Core.Backends.Embedded;

/// <summary>Everything on one machine, in one data folder: order store, queues, workflow engine, audit sealer, sandbox gateways.</summary>
public static class EmbeddedBackend
{
    /// <param name="folder">Open and locked; composition disposes of it last.</param>
    /// <param name="sandbox">Its folders are set to the data folder's.</param>
    public static IServiceCollection AddEmbeddedBackend(this IServiceCollection services, DataFolder folder, SandboxOptions sandbox)
    {
        services.AddSingleton(_ => VoucherKey.Open(folder));
        services.AddEmbeddedStore();
        services.AddSandboxGateways(sandbox with { Folder = folder.PathOf("sandbox"), MailFolder = folder.PathOf("mail") });
        return services;
    }
}
