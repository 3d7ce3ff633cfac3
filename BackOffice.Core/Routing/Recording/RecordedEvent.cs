namespace BackOffice.Core.Routing.Recording;

/// <summary>An event as the recorder kept it.</summary>
/// <param name="Sequence">Its place in the record, rising.</param>
/// <param name="Id">Of the event.</param>
/// <param name="Key">What it is about: the order id.</param>
/// <param name="Source">EventBridge's <c>source</c>.</param>
/// <param name="DetailType">EventBridge's <c>detail-type</c>.</param>
/// <param name="Time">When it happened, UTC.</param>
/// <param name="TakenAt">When the router took it, UTC.</param>
/// <param name="Json">The whole event, UTF-8, with personal data masked: see <see cref="EventRedaction"/>.</param>
public sealed record RecordedEvent(
    long Sequence, string Id, string Key, string Source, string DetailType, DateTimeOffset Time, DateTimeOffset TakenAt, ReadOnlyMemory<byte> Json);

/// <summary>Which events; all when everything is null.</summary>
public sealed record EventQuery
{
    public string? Key { get; init; }

    public string? DetailType { get; init; }

    /// <summary>Taken at or after, UTC.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Taken before, UTC.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Of a walk: those after this <see cref="RecordedEvent.Sequence"/>; 0 for all.</summary>
    public long After { get; init; }
}
