using BackOffice.Core.Common;

namespace BackOffice.Core.Routing.Recording;

/// <summary>The events of the last days, as the router took them, redacted.</summary>
public interface IEventRecord
{
    /// <summary>Newest first. Invalid for a cursor that is none.</summary>
    Task<Result<Page<RecordedEvent>>> ListAsync(EventQuery query, string? cursor, int limit, CancellationToken cancellationToken);

    Task<RecordedEvent?> FindAsync(string eventId, CancellationToken cancellationToken);

    /// <summary>The newest events' JSON.</summary>
    Task<IReadOnlyList<ReadOnlyMemory<byte>>> NewestAsync(int limit, CancellationToken cancellationToken);

    /// <summary>Oldest first, in pages of its own size: for a dry run or a replay over all of them.</summary>
    IAsyncEnumerable<RecordedEvent> WalkAsync(EventQuery query, CancellationToken cancellationToken);
}
