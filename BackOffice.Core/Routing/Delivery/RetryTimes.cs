using BackOffice.Core.Routing.Targets;

namespace BackOffice.Core.Routing.Delivery;

/// <summary>When a failed delivery is tried again, and when no more. Pure.</summary>
internal static class RetryTimes
{
    /// <summary>The moment of the next try, or null when it becomes a dead letter. It is asked after a try that failed, never before the first.</summary>
    /// <param name="tries">That were made since the event was taken, 1 or more.</param>
    /// <param name="takenAt">UTC.</param>
    /// <param name="now">UTC.</param>
    /// <param name="retry">The target's.</param>
    /// <param name="failed">The last outcome.</param>
    /// <param name="options">Pauses.</param>
    /// <param name="chance">0 to 1.</param>
    public static DateTimeOffset? Next(int tries, DateTimeOffset takenAt, DateTimeOffset now, RetryPolicy retry, SendFailed failed, RoutingOptions options, double chance)
    {
        if (!failed.MayPass || tries > retry.MaximumRetryAttempts)
            return null;
        var doubled = Math.Min(options.LongestPause.TotalMilliseconds, options.FirstPause.TotalMilliseconds * Math.Pow(2, Math.Min(tries - 1, 40)));
        var pause = TimeSpan.FromMilliseconds((doubled / 2) + (doubled / 2 * chance));
        if (failed.RetryAfter is { } asked && asked > pause)
            pause = asked;
        var at = now + pause;
        return at - takenAt > TimeSpan.FromSeconds(retry.MaximumEventAgeInSeconds) ? null : at;
    }
}
