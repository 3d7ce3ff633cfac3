using System.Text;
using System.Text.Json;
using BackOffice.Core.Common;

namespace BackOffice.Core.Routing;

/// <summary>The bus that is fed by the outbox: an event is one commit of a subject of its own, so that an id is taken once.</summary>
public sealed class OutboxBus(IStore store, TimeProvider clock) : IEventBus
{
    public async Task<Result<IReadOnlyList<PutEventOutcome>>> PutEventsAsync(IReadOnlyList<PutEvent> entries, CancellationToken cancellationToken)
    {
        if (entries.Count is 0 or > IEventBus.MostEntries)
            return new Invalid("entries", FormattableString.Invariant($"1 to {IEventBus.MostEntries} entries."));
        var outcomes = new List<PutEventOutcome>(entries.Count);
        foreach (var entry in entries)
            outcomes.Add(Refusal(entry) ?? await PutAsync(entry, cancellationToken).ConfigureAwait(false));
        return outcomes;
    }

    private async Task<PutEventOutcome> PutAsync(PutEvent entry, CancellationToken cancellationToken)
    {
        var own = Guid.CreateVersion7().ToString();
        var id = entry.Id is null ? own : $"{entry.Source}/{entry.Id}";
        var committed = await store.CommitAsync(
            new ChangeSet
            {
                Subject = new SubjectId("event/" + id),
                ExpectedVersion = 0,
                Head = "{}"u8.ToArray(),
                Events = [new OutboxEvent(Topics.DomainEvents, entry.Key ?? id, entry.Source, entry.DetailType, id, entry.Time ?? clock.GetUtcNow(), entry.Detail)],
            },
            cancellationToken).ConfigureAwait(false);
        return committed.Error switch
        {
            null => new PutEventOutcome(id),
            Conflict { Code: "store.exists" } => new PutEventOutcome(id, Repeated: true),
            var error => new PutEventOutcome(null, "InternalFailure", error.Message),
        };
    }

    private static PutEventOutcome? Refusal(PutEvent entry)
    {
        if (entry.Source is not { Length: >= 1 and <= 256 } || entry.DetailType is not { Length: >= 1 and <= 128 } || entry.Id is { Length: 0 or > 100 } || entry.Key is { Length: 0 or > 100 })
            return new PutEventOutcome(null, "InvalidArgument", "A source has 1 to 256 characters, a detail-type 1 to 128, an id and a key 1 to 100.");
        if (entry.Source.StartsWith("backoffice.", StringComparison.OrdinalIgnoreCase) || entry.Source.StartsWith("aws.", StringComparison.OrdinalIgnoreCase))
            return new PutEventOutcome(null, "NotAuthorizedForSourceException", $"Nobody else may use the source {entry.Source}.");
        if (Encoding.UTF8.GetByteCount(entry.Source) + Encoding.UTF8.GetByteCount(entry.DetailType) + entry.Detail.Length > MostBytes)
            return new PutEventOutcome(null, "InvalidArgument", FormattableString.Invariant($"An event has at most {MostBytes} bytes."));
        return IsObject(entry.Detail) ? null : new PutEventOutcome(null, "MalformedDetail", "Detail is malformed: it must be a JSON object.");
    }

    /// <summary>The portable limit: older regions take no more.</summary>
    private const int MostBytes = 256 * 1024;

    private static bool IsObject(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind is JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
