using System.Diagnostics.Metrics;
using System.Text.Json;
using BackOffice.Core.Common;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Pipeline;

/// <summary>Runs a part of the pipeline again and again; an outage is logged and waited out, never the end of the loop.</summary>
internal static partial class Loops
{
    private static readonly Counter<long> s_poisoned = Telemetry.Meter.CreateCounter<long>(
        "backoffice.orders.poisoned", description: "Orders that a part of the pipeline could not process, by part.");

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

    /// <summary>Does the work of one order; one that cannot be read or processed is logged and counted, and never holds up its neighbours.</summary>
    public static async Task OneAsync(string name, OrderId order, Func<OrderId, CancellationToken, Task> work, ILogger logger, CancellationToken stoppingToken)
    {
        try
        {
            await work(order, stoppingToken).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            s_poisoned.Add(1, new KeyValuePair<string, object?>("part", name));
            LogPoisoned(logger, failure, name, order);
        }
    }

    /// <summary>True when the order itself is damaged, so that trying again cannot help.</summary>
    public static bool IsDamage(Exception failure) => failure is JsonException or InvalidDataException;

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

    [LoggerMessage(1002, LogLevel.Error, "The {Name} could not process order {Order} and goes on with the others")]
    private static partial void LogPoisoned(ILogger logger, Exception failure, string name, OrderId order);

    [LoggerMessage(1000, LogLevel.Error, "The {Name} failed {Failures} times in a row and goes on")]
    private static partial void LogFailed(ILogger logger, Exception failure, string name, int failures);
}
