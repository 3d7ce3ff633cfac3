using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Orders;

/// <inheritdoc cref="IReveals"/>
public sealed class Reveals(IStore store, RevealBook book) : IReveals
{
    public async Task<Result<RevealedCustomer>> CustomerAsync(RevealCustomer command, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.CustomersReveal) is { } forbidden)
            return forbidden;
        if (await store.GetAsync(command.Order.Subject, cancellationToken).ConfigureAwait(false) is not { } stored)
            return new NotFound("order.not-found", $"There is no order {command.Order}.");
        var taken = await book.TakeAsync(actor, command.CommandId, command.Order, "customer", command.ReasonCode, command.Reason, cancellationToken).ConfigureAwait(false);
        return PipelineMetrics.Command("reveal-customer", taken.Map(look => new RevealedCustomer(command.Order, OrderDraft.HeadOf(stored).Customer, look)));
    }
}
