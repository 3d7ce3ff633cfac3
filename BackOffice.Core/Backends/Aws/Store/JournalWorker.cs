using BackOffice.Core.Common;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>Folds the journal after commits, so that reads find nothing left to do; and looks now and then for what a process that died left behind.</summary>
public sealed partial class JournalWorker(DynamoStore store, TimeProvider clock, ILogger<JournalWorker> log) : BackgroundService
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var next = store.Journal.NextCommit;
                await store.Journal.LookAsync(stoppingToken).ConfigureAwait(false);
                await next.WaitAsync(s_lookEvery, clock, stoppingToken).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                // Time to look.
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is StoreOutage or Amazon.Runtime.AmazonServiceException)
            {
                NotFolded(e);
                await Task.Delay(s_pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(1051, LogLevel.Error, "The journal was not folded: outbox, audit log and counters stand still until the next try.")]
    private partial void NotFolded(Exception failure);
}
