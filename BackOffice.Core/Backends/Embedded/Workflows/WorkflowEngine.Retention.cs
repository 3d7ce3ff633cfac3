namespace BackOffice.Core.Backends.Embedded.Workflows;

/// <summary>Closed executions go when their time is over, a few a batch, beside the work.</summary>
internal sealed partial class WorkflowEngine
{
    private const int ExpiredABatch = 100;
    private const int StatusesABatch = 1_000;

    private DateTimeOffset _expireAt = DateTimeOffset.MinValue;
    private long _expireAfter;

    private bool IsExpired(DateTimeOffset? stoppedAt, DateTimeOffset now) => stoppedAt is { } at && now - at >= _options.Retention;

    /// <summary>True when there may be more. Executions lie in the order of their starts, so the look ends at the first that cannot be old enough.</summary>
    private bool Expire(DateTimeOffset now)
    {
        if (now < _expireAt)
            return false;
        var rows = _expiry.Oldest(_expireAfter, ExpiredABatch);
        foreach (var row in rows.Where(row => IsExpired(row.StoppedAt, now)))
        {
            Begin();
            _expiry.DeleteExecution(row.Id);
        }

        var before = now - _options.Retention;
        if (rows.Count == ExpiredABatch && rows[^1].StartedAt <= before)
        {
            _expireAfter = rows[^1].Id;
            return true;
        }

        if (_expiry.HasStatusBefore(before))
        {
            Begin();
            if (_expiry.DeleteStatuses(before, StatusesABatch) == StatusesABatch)
                return true;
        }

        _expireAfter = 0;
        _expireAt = now + _options.ExpireEvery;
        return false;
    }
}
