using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Pipeline;

/// <summary>Runs a part of the pipeline again and again; an outage is logged and waited out, never the end of the loop.</summary>
internal static partial class Loops
{
    public static async Task RunAsync(
        string name, Func<CancellationToken, Task> once, ILogger logger, TimeProvider clock, CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await once(stoppingToken).ConfigureAwait(false);
                failures = 0;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                failures++;
                LogFailed(logger, failure, name, failures);
                await PauseAsync(TimeSpan.FromMilliseconds(Math.Min(10_000, 100 << Math.Min(failures, 7))), clock, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits, and returns at once when the program stops.</summary>
    public static async Task PauseAsync(TimeSpan time, TimeProvider clock, CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(time, clock, stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopping; the loop sees it.
        }
    }

    [LoggerMessage(1000, LogLevel.Error, "The {Name} failed {Failures} times in a row and goes on")]
    private static partial void LogFailed(ILogger logger, Exception failure, string name, int failures);
}
