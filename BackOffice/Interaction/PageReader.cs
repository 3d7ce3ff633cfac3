using BackOffice.Core.Common;

namespace BackOffice.Interaction;

/// <summary>Runs the queries of a page: an outage becomes an error that the page shows with an id to quote, and a line of the log.</summary>
public sealed partial class PageReader(ILogger<PageReader> log)
{
    /// <summary>Cancellation escapes; every other exception becomes <see cref="PageFailure"/>.</summary>
    public async Task<Result<T>> ReadAsync<T>(string what, Func<CancellationToken, Task<Result<T>>> query, CancellationToken cancellationToken)
    {
        try
        {
            var result = await query(cancellationToken);
            return result.Error is Unavailable unavailable ? Fail<T>(what, unavailable.Message, null) : result;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception failure)
        {
            return Fail<T>(what, null, failure);
        }
    }

    private Result<T> Fail<T>(string what, string? message, Exception? failure)
    {
        var id = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray().AsSpan(0, 4)).Insert(4, "-");
        Failed(log, what, id, failure);
        return new PageFailure(message ?? $"We could not read {what}.", id);
    }

    [LoggerMessage(7010, LogLevel.Error, "Reading {What} failed, shown as {CorrelationId}")]
    private static partial void Failed(ILogger log, string what, string correlationId, Exception? failure);
}

/// <summary>A query that failed; the id is in the log beside the cause.</summary>
public sealed record PageFailure(string Message, string CorrelationId) : Error("page.failed", Message);
