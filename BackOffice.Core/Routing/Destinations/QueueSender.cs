using BackOffice.Core.Common;
using BackOffice.Core.Routing.Delivery;

namespace BackOffice.Core.Routing.Destinations;

/// <summary>
/// Puts the body into a durable queue: through the outbox, whose topic is the queue's name, so that nothing is published beside it. A parcel is one subject, so a
/// second try of one finds it there.
/// </summary>
internal sealed class QueueSender(string queue, IStore store, IQueues queues, TimeProvider clock) : IDestinationSender
{
    public async Task<IReadOnlyList<SendOutcome>> SendAsync(IReadOnlyList<Parcel> parcels, CancellationToken cancellationToken)
    {
        var outcomes = new List<SendOutcome>(parcels.Count);
        foreach (var parcel in parcels)
        {
            var committed = await store.CommitAsync(
                new ChangeSet
                {
                    Subject = new SubjectId("delivery/" + parcel.Once),
                    ExpectedVersion = 0,
                    Head = "{}"u8.ToArray(),
                    Events = [new OutboxEvent(queue, parcel.Key, "backoffice.routing", "Routed Event", parcel.Once, clock.GetUtcNow(), parcel.Body)],
                },
                cancellationToken).ConfigureAwait(false);
            outcomes.Add(committed.Error switch
            {
                null => new SendDone(null, $"It is in the queue {queue}."),
                Conflict { Code: "store.exists" } => new SendDone(null, $"It was put into the queue {queue} before."),
                Unavailable down => new SendFailed("Queue.Unavailable", down.Message, MayPass: true),
                var error => new SendFailed("Queue.Refused", error.Message, MayPass: false),
            });
        }

        await queues.RelayAsync(queue, parcels.Count, cancellationToken).ConfigureAwait(false);
        return outcomes;
    }
}
