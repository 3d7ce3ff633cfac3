using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders.Intake;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Rollouts;
using Microsoft.FeatureManagement;

namespace BackOffice.Core.Orders;

/// <summary>Makes an order: head, keys, variant, notification and audit in one change set.</summary>
public sealed class PlaceOrders(IStore store, OrderWriter orders, IVariantFeatureManager features, RolloutPolicies policies, PipelineOptions options, TimeProvider clock)
{
    public async Task<Result<PlacedOrder>> PlaceAsync(PlaceOrder command, Actor actor, CancellationToken cancellationToken)
    {
        // Ids are random: another order may hold one, which the store says, and another id is taken.
        for (var attempt = 0; ; attempt++)
        {
            var draft = await DraftAsync(command, actor, cancellationToken).ConfigureAwait(false);
            var committed = await orders.CommitAsync(draft, cancellationToken).ConfigureAwait(false);
            if (committed.IsSuccess)
            {
                PipelineMetrics.Placed(draft.Head.Route.Path);
                return new PlacedOrder(draft.Head, Repeated: false);
            }

            if (committed.Error is Conflict { Code: "store.exists" } && attempt < 5)
                continue;
            return committed.Error is Conflict { Code: "store.key-taken" }
                ? await RepeatedAsync(command, cancellationToken).ConfigureAwait(false)
                : committed.Error;
        }
    }

    private async Task<Result<PlacedOrder>> RepeatedAsync(PlaceOrder command, CancellationToken cancellationToken)
    {
        var value = OrderKeys.IdempotencyValue(command.ClientId, command.IdempotencyKey);
        var holders = await store.FindAsync(KeyClasses.Idempotency, value, prefix: false, 1, cancellationToken).ConfigureAwait(false);
        if (holders.Count == 0 || await store.GetAsync(holders[0], cancellationToken).ConfigureAwait(false) is not { } stored)
            return new Unavailable("order.key-unreadable", "The key belongs to an order that could not be read. Try again.");
        var head = OrderDraft.HeadOf(stored);
        return head.Intake.BodySha256 == command.BodySha256
            ? new PlacedOrder(head, Repeated: true)
            : new Conflict(
                "order.key-reused", $"This Idempotency-Key placed order {head.Id} with another body. Send a new key for a new order.", At: head.PlacedAt);
    }

    private async Task<OrderDraft> DraftAsync(PlaceOrder command, Actor actor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var request = command.Request;
        var id = OrderId.New(request.Kind switch { OrderKind.DealVoucher => "GC", OrderKind.AirCheckout => "SM" });
        var variant = command.Process ? await DecideAsync(request, id, cancellationToken).ConfigureAwait(false) : null;
        var path = variant?.Variant == RolloutDecision.On ? OrderPath.Instant : OrderPath.Batch;
        var draft = OrderDraft.New(new OrderHead
        {
            Id = id,
            Version = 0,
            Kind = request.Kind,
            Brand = request.Brand,
            Channel = request.Channel,
            Locale = request.Locale,
            PlacedAt = request.History?.PlacedAt ?? now,
            ChangedAt = now,
            Customer = request.Customer,
            Lines = request.Lines,
            Tenders = [.. request.Tenders.Select(Emptied)],
            ExternalRefs = request.ExternalRefs,
            Route = new Route
            {
                Path = path,
                BatchStage = path is OrderPath.Batch && command.Process ? BatchStage.Fraud : null,
                NextBatchAt = path is OrderPath.Batch && command.Process ? BatchClock.Next(now, options.BatchEvery) : null,
            },
            Variant = variant,
            DueAt = now + (path is OrderPath.Instant ? options.InstantDue : options.BatchDue),
            Intake = new IntakeStamp(command.ClientId, command.IdempotencyKey, command.BodySha256),
        });
        if (!command.Process)
            draft.Head = AsHistory(draft.Head, request.History);
        OrderKeys.Add(draft);
        if (command.Process)
        {
            if (path is OrderPath.Instant)
                draft.Publish(OrderEvents.Notification(draft.Head, now));
            draft.Publish(OrderEvents.Placed(draft.Head, now));
        }

        draft.Audit(
            actor, command.Process ? AuditActions.OrderPlaced : AuditActions.OrderImported, now,
            note: variant is null ? null : Words(variant));
        return draft;
    }

    private async Task<VariantDecision> DecideAsync(OrderRequest request, OrderId id, CancellationToken cancellationToken)
    {
        var policy = policies.Current;
        var context = new RolloutContext(request.Customer.UserGuid ?? id.Value, request.Lines[0].City);
        var on = await features.IsEnabledAsync(policy.Flag, context, cancellationToken).ConfigureAwait(false);
        var decision = context.Decision ?? RolloutDecision.Decide(policy with { Killed = true }, context.Subject, context.City);
        return on == (decision.Variant == RolloutDecision.On)
            ? decision
            : throw new InvalidOperationException($"The flag says {on} and the decision {decision.Variant}.");
    }

    private static string Words(VariantDecision variant)
    {
        var path = variant.Variant == RolloutDecision.On ? "Instant path" : "Batch path";
        return variant.Reason switch
        {
            VariantReason.Dial => FormattableString.Invariant($"{path}: bucket {variant.Bucket / 100:F2} and the dial at {variant.Dial / 100m:F2}, policy {variant.PolicyVersion}."),
            VariantReason.CityDial => FormattableString.Invariant($"{path}: bucket {variant.Bucket / 100:F2} and the city's dial at {variant.Dial / 100m:F2}, policy {variant.PolicyVersion}."),
            VariantReason.AllowList => FormattableString.Invariant($"{path}: the customer is on the allow list, policy {variant.PolicyVersion}."),
            VariantReason.DenyList => FormattableString.Invariant($"{path}: the customer is on the deny list, policy {variant.PolicyVersion}."),
            VariantReason.Killed => FormattableString.Invariant($"{path}: instant processing is stopped, policy {variant.PolicyVersion}."),
        };
    }

    private static Tender Emptied(Tender tender)
    {
        var zero = Money.Zero(tender.Amount.Unit);
        return tender with { Authorised = zero, Captured = zero, Refunded = zero, Reserved = zero };
    }

    private static OrderHead AsHistory(OrderHead head, OrderHistory? history) => head with
    {
        History = true,
        CompletedAt = head.PlacedAt,
        Workflow = history?.Headline switch
        {
            Headline.Failed => WorkflowStatus.Failed,
            Headline.Cancelled => WorkflowStatus.Cancelled,
            _ => WorkflowStatus.Done,
        },
        Payment = history?.Headline is Headline.Refunded ? PaymentStatus.Refunded : head.Payment,
    };
}
