using BackOffice.Core.Common;

namespace BackOffice.Interaction;

/// <summary>Runs the queries of a page: an outage becomes an error that the page shows with an id to quote, and a line of the log.</summary>
public sealed partial class PageReader(ILogger<PageReader> log)
{
    /// <summary>Cancellation escapes; every other exception becomes <see cref="PageFailure"/>.</summary>
    /// <param name="what">English, with its article, and a text of the resource files: <c>the order</c>.</param>
    /// <param name="query">Of Core.</param>
    /// <param name="cancellationToken">Of the page.</param>
    public async Task<Result<T>> ReadAsync<T>(string what, Func<CancellationToken, Task<Result<T>>> query, CancellationToken cancellationToken)
    {
        try
        {
            var result = await query(cancellationToken);
            return result.Error is Unavailable unavailable ? Fail<T>(what, unavailable.Said, null) : result;
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

    private Result<T> Fail<T>(string what, Sentence? said, Exception? failure)
    {
        var id = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray().AsSpan(0, 4)).Insert(4, "-");
        Failed(log, what, id, failure);
        return new PageFailure(said ?? (Sentence)$"We could not read {(Sentence)what}.", id);
    }

    [LoggerMessage(7010, LogLevel.Error, "Reading {What} failed, shown as {CorrelationId}")]
    private static partial void Failed(ILogger log, string what, string correlationId, Exception? failure);
}

/// <summary>A query that failed; the id is in the log beside the cause.</summary>
public sealed record PageFailure(Sentence Said, string CorrelationId) : Error("page.failed", Said);
