using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Live;
using BackOffice.Core.Orders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Backends.Embedded.Store;

public static class EmbeddedStoreServices
{
    /// <summary>
    /// The order store, its queues, its feed and its audit log's sealer in the <see cref="DataFolder"/> that composition registered. The file is opened when the store is
    /// first asked for; <see cref="DataRefused"/> then says why it is not.
    /// </summary>
    public static IServiceCollection AddEmbeddedStore(this IServiceCollection services, EmbeddedStoreOptions? options = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(options ?? new EmbeddedStoreOptions());
        services.TryAddSingleton<CommitFeed>();
        services.TryAddSingleton<ICommitFeed>(provider => provider.GetRequiredService<CommitFeed>());
        services.TryAddSingleton(provider => SqliteStore.Open(
            provider.GetRequiredService<DataFolder>(),
            provider.GetRequiredService<CommitFeed>(),
            provider.GetRequiredService<EmbeddedStoreOptions>(),
            provider.GetRequiredService<ILogger<SqliteStore>>()));
        services.TryAddSingleton<IStore>(provider => provider.GetRequiredService<SqliteStore>());
        services.TryAddSingleton<ICounterCheck, SqliteCounterCheck>();
        services.TryAddSingleton<IQueues, SqliteQueues>();
        return services.AddEmbeddedAudit();
    }

    /// <summary>Sealer and verifier of the audit log.</summary>
    private static IServiceCollection AddEmbeddedAudit(this IServiceCollection services)
    {
        services.TryAddSingleton(new AuditOptions());
        services.TryAddSingleton<IAuditTrail, SqliteAuditTrail>();
        services.TryAddSingleton<ICheckpointKey>(provider => CheckpointKeyFile.Open(provider.GetRequiredService<DataFolder>()));
        services.TryAddSingleton<ICheckpointArchive>(provider => new CheckpointFile(
            provider.GetRequiredService<AuditOptions>().CheckpointFile
            ?? provider.GetRequiredService<DataFolder>().PathOf(Path.Combine("checkpoints", "checkpoints.jsonl"))));
        services.TryAddSingleton<IAuditVerifier, AuditVerifier>();
        services.TryAddSingleton<AuditSealer>();
        services.AddHostedService(provider => provider.GetRequiredService<AuditSealer>());
        return services;
    }
}
