using BackOffice.Core.Backends.Embedded;
using BackOffice.Core.Backends.Embedded.Store;
using BackOffice.Core.Common;
using BackOffice.Core.Installation;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>Orders in DynamoDB; executions, queues and keys in the data folder.</summary>
internal sealed class DynamoFacts(DataFolder folder, DynamoStore store, SqliteStore queues, DynamoStoreOptions options) : IBackendFacts
{
    public async Task<BackendFacts> ReadAsync(CancellationToken cancellationToken)
    {
        var written = (await store.Journal.StateAsync(cancellationToken).ConfigureAwait(false)).Outbox;
        var read = await queues.PositionAsync(QueueRows.PositionPrefix + Topics.OrderNotifications, cancellationToken).ConfigureAwait(false);
        return new()
        {
            Engines = [new("orders", $"DynamoDB, table {options.Table}", null), EmbeddedFacts.Workflows],
            Folder = EmbeddedFacts.FolderOf(folder),
            Databases = EmbeddedFacts.DatabasesOf(folder),
            Outbox = [new(Topics.OrderNotifications, Math.Max(0, written - read), AtMost: true, null)],
        };
    }
}

/// <summary>A copy of the folder alone would hold executions and queues without their orders.</summary>
internal sealed class NoDynamoBackup : IBackup
{
    public string WhyNot => "The orders are in DynamoDB: use its point-in-time recovery or on-demand backups, and stop the program to copy the data folder beside them.";

    public Task<Result<BackupMade>> WriteAsync(string to, CancellationToken cancellationToken) => Task.FromResult<Result<BackupMade>>(new Rejected("backup.not-here", WhyNot));
}
