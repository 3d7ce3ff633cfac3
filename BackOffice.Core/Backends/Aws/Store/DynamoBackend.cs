using Amazon.DynamoDBv2;
using BackOffice.Core.Audit;
using BackOffice.Core.Backends.Embedded;
using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Common;
using BackOffice.Core.Installation;
using BackOffice.Core.Live;
using BackOffice.Core.Orders;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>Orders in DynamoDB; workflows, queues, keys and the second place of the checkpoints in the data folder.</summary>
public static class DynamoBackend
{
    /// <summary>In a folder's marker, before the name of the table that its orders are in.</summary>
    private const string Mark = "dynamodb:";

    /// <summary>
    /// Opens the table and registers what takes the place of the embedded store. Before the embedded backend, which then adds the rest. The live feed tells this
    /// process's own commits: no other process may write the table, and the table knows its data folder.
    /// </summary>
    /// <exception cref="DataRefused">The table is not there, has another shape, or is another folder's; DynamoDB does not answer; or the folder holds orders itself.</exception>
    public static IServiceCollection AddDynamoStore(this IServiceCollection services, AwsOptions aws, DataFolder folder)
    {
        if (folder.IsInitialised(StoreFile.Name))
            throw Refused(folder.Path, DataRefusal.Foreign, $"The data folder {folder.Path} holds an embedded order store.", "Give --data another folder, or set Backend:Store to Embedded. Orders are not moved from one to the other.");
        if (folder.Marked(Mark) is { } other && other != aws.Table)
            throw Refused(folder.Path, DataRefusal.Foreign, $"The orders of the data folder {folder.Path} are in the table {other}.", $"Set Aws:Table to {other}, or give --data another folder.");
        var options = new DynamoStoreOptions { Table = aws.Table, Owner = folder.Id.ToString("D") };
        var client = DynamoClient.Create(aws);
        try
        {
            // Nothing runs yet that could wait for this thread.
            CheckAsync(client, options, folder).GetAwaiter().GetResult();
        }
        catch
        {
            client.Dispose();
            throw;
        }

        folder.MarkInitialised(Mark + aws.Table);
        services.AddSingleton(_ => client);
        return services.AddDynamoStore(options, folder);
    }

    /// <summary>The same with a client that is registered already, and a table that is known to be sound.</summary>
    internal static IServiceCollection AddDynamoStore(this IServiceCollection services, DynamoStoreOptions options, DataFolder folder)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CommitFeed>();
        services.AddSingleton(provider => DynamoStore.OpenAsync(
            provider.GetRequiredService<IAmazonDynamoDB>(), provider.GetRequiredService<CommitFeed>(), options, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<DynamoStore>>(), CancellationToken.None).GetAwaiter().GetResult());
        services.AddSingleton<IStore>(provider => provider.GetRequiredService<DynamoStore>());
        services.AddSingleton<IAuditTrail, DynamoAuditTrail>();
        services.AddSingleton<ICounterCheck, DynamoCounterCheck>();
        services.AddSingleton<IBackup, NoDynamoBackup>();
        services.AddSingleton<IBackendFacts>(provider => new DynamoFacts(
            folder, provider.GetRequiredService<DynamoStore>(), provider.GetRequiredService<SqliteStore>(), options));
        // The file of the queues: whoever asks for the embedded store by its type gets this one.
        services.AddSingleton(provider => SqliteStore.Open(
            folder, new CommitFeed(), provider.GetRequiredService<EmbeddedStoreOptions>(), provider.GetRequiredService<ILogger<SqliteStore>>(), RelayedQueues.FileName));
        services.AddSingleton<IQueues, RelayedQueues>();
        return services.AddSingleton<IHostedService, JournalWorker>();
    }

    /// <summary>A folder whose orders are in DynamoDB does not become an embedded store: its workflows would miss them.</summary>
    /// <exception cref="DataRefused">It is such a folder.</exception>
    public static void RefuseItsFolder(DataFolder folder)
    {
        if (folder.Marked(Mark) is { } table)
            throw Refused(folder.Path, DataRefusal.Foreign, $"The orders of the data folder {folder.Path} are in DynamoDB.", $"Set Backend:Store to Aws and Aws:Table to {table}, or give --data another folder.");
    }

    private static async Task CheckAsync(IAmazonDynamoDB client, DynamoStoreOptions options, DataFolder folder)
    {
        var setup = new DynamoSetup(client, options, TimeProvider.System);
        try
        {
            if (await setup.CheckAsync(CancellationToken.None).ConfigureAwait(false) is { } wrong)
                throw Refused(options.Table, DataRefusal.Missing, wrong, "Settings: Aws:Region, Aws:ServiceUrl, Aws:Table.");
            if (!await setup.BelongsToAsync(folder.Id, CancellationToken.None).ConfigureAwait(false))
                throw Refused(options.Table, DataRefusal.InUse, $"The table {options.Table} belongs to another data folder.", "The queues and workflows of its orders are in that folder: give it as --data, or give Aws:Table another name.");
        }
        catch (StoreOutage outage)
        {
            throw Refused(options.Table, DataRefusal.NoAccess, $"DynamoDB cannot be used: {outage.InnerException?.Message ?? outage.Message}", "Check Aws:ServiceUrl or Aws:Region, and the credentials of the SDK's own chain (AWS_ACCESS_KEY_ID and the like).", outage);
        }
    }

    private static DataRefused Refused(string what, DataRefusal refusal, string message, string whatToDo, Exception? inner = null) => new(refusal, what, message, whatToDo, inner);
}
