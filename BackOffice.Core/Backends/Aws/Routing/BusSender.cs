using System.Text;
using System.Text.Json;
using Amazon.EventBridge;
using Amazon.EventBridge.Model;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Delivery;

namespace BackOffice.Core.Backends.Aws.Routing;

/// <summary>
/// Hands events over to a bus (PutEvents). The call may succeed and entries of it fail: each entry has its own outcome, and only those that failed are sent again.
/// A call whose answer is lost is made again, so that the bus may have an event twice: its id is the resource <c>event:ID</c> of both.
/// </summary>
internal sealed class BusSender(IAmazonEventBridge client, EventBridgeOptions options) : IDestinationSender
{
    /// <summary>The portable limit of a call, and so of an event: older regions take no more.</summary>
    internal const int MostBytes = 256 * 1024;

    private const int MostEntries = 10;

    /// <summary>What AWS counts for the time of an entry.</summary>
    private const int BytesOfTime = 14;

    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);

    public int BatchSize => MostEntries;

    public async Task<IReadOnlyList<SendOutcome>> SendAsync(IReadOnlyList<Parcel> parcels, CancellationToken cancellationToken)
    {
        var outcomes = new SendOutcome[parcels.Count];
        var batch = new List<(int At, PutEventsRequestEntry Entry)>();
        var bytes = 0;
        for (var i = 0; i < parcels.Count; i++)
        {
            if (EntryOf(parcels[i]) is not { } entry)
            {
                outcomes[i] = new SendFailed("Event.Malformed", "It is no event that a bus takes.", MayPass: false);
                continue;
            }

            var size = SizeOf(entry);
            if (size > MostBytes)
            {
                outcomes[i] = new SendFailed("Event.TooLarge", FormattableString.Invariant($"The event has {size} bytes; a bus takes {MostBytes}."), MayPass: false);
                continue;
            }

            if (bytes + size > MostBytes || batch.Count == MostEntries)
            {
                await PutAsync(batch, outcomes, cancellationToken).ConfigureAwait(false);
                (batch, bytes) = ([], 0);
            }

            batch.Add((i, entry));
            bytes += size;
        }

        if (batch.Count > 0)
            await PutAsync(batch, outcomes, cancellationToken).ConfigureAwait(false);
        return outcomes;
    }

    private async Task PutAsync(List<(int At, PutEventsRequestEntry Entry)> batch, SendOutcome[] outcomes, CancellationToken cancellationToken)
    {
        var request = new PutEventsRequest { Entries = [.. batch.Select(one => one.Entry)] };
        var answer = await EventBridgeErrors.AskAsync(token => client.PutEventsAsync(request, token), cancellationToken).ConfigureAwait(false);
        var entries = answer.IsSuccess ? answer.Value.Entries ?? [] : [];
        for (var i = 0; i < batch.Count; i++)
            outcomes[batch[i].At] = answer.Error is { } error ? OutcomeOf(error) : entries.Count == batch.Count ? OutcomeOf(entries[i]) : s_unclear;
    }

    private static readonly SendFailed s_unclear = new("Bus.Unclear", "EventBridge answered for another number of events than were sent.", MayPass: true);

    private static SendFailed OutcomeOf(Error error) => error switch
    {
        Unavailable { Retryable: true } => new SendFailed("Bus.Unavailable", error.Message, MayPass: true, Status: 503, RetryAfter: s_pause),
        // Credentials and policies are mended by people, and no event is lost meanwhile: it is tried until the limits of its target.
        Unavailable => new SendFailed("Bus.Refused", error.Message, MayPass: true, RetryAfter: s_pause),
        NotFound or Forbidden or Conflict or Invalid or Throttled or Rejected => new SendFailed("Bus." + error.Code, error.Message, MayPass: error is NotFound),
        _ => new SendFailed("Bus.Failed", error.Message, MayPass: true),
    };

    private static SendOutcome OutcomeOf(PutEventsResultEntry entry) => entry.ErrorCode is not { Length: > 0 } code
        ? new SendDone(200, $"The bus has it as {entry.EventId}.")
        : new SendFailed(
            "Bus." + code, entry.ErrorMessage ?? "EventBridge did not take it.", EventBridgeErrors.MayPass(code), EventBridgeErrors.IsThrottled(code) ? 429 : null,
            EventBridgeErrors.IsThrottled(code) ? s_pause : null);

    /// <summary>The event in PutEvents' shape; null for what is none. EventBridge gives it an id of its own.</summary>
    private PutEventsRequestEntry? EntryOf(Parcel parcel)
    {
        try
        {
            using var document = JsonDocument.Parse(parcel.Body);
            var e = document.RootElement;
            return new PutEventsRequestEntry
            {
                Source = e.GetProperty("source").GetString(), DetailType = e.GetProperty("detail-type").GetString(), Detail = e.GetProperty("detail").GetRawText(), Time = parcel.HappenedAt.UtcDateTime,
                Resources = [.. e.GetProperty("resources").EnumerateArray().Select(one => one.GetString() ?? ""), "event:" + parcel.EventId], EventBusName = options.Bus,
            };
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static int SizeOf(PutEventsRequestEntry entry) =>
        BytesOfTime + Bytes(entry.Source) + Bytes(entry.DetailType) + Bytes(entry.Detail) + (entry.Resources ?? []).Sum(Bytes);

    private static int Bytes(string? text) => Encoding.UTF8.GetByteCount(text ?? "");
}
