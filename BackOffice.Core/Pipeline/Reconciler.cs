using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Miles;
using BackOffice.Core.Payments.Refunds;
using Microsoft.Extensions.Logging;

namespace BackOffice.Core.Pipeline;

/// <summary>Settles what is Unknown: asks the gateway by our key, on a schedule, and then has the order go on. After the last look-up a person must (<see cref="SettleCalls"/>).</summary>
public sealed partial class Reconciler(
    OrderWriter orders, EffectLedger ledger, Resume resume, HoldDecisions holds, RefundRunner refunds, IPaymentGateway payments, IMilesGateway miles, IFraudGateway fraud, IVoucherIssuer issuer, INotifier notifier,
    PipelineOptions options, TimeProvider clock, ILogger<Reconciler> logger)
{
    private static readonly Rejected s_nothing = new("reconcile.nothing", "Nothing to write.");
    private static readonly Actor s_actor = Actor.System("reconciler");

    /// <summary>Looks up what is due, or everything unknown when a person asks; returns the order afterwards.</summary>
    public async Task<Result<OrderHead>> LookAsync(OrderId order, bool now, CancellationToken cancellationToken)
    {
        var draft = await orders.ReadAsync(order, cancellationToken).ConfigureAwait(false);
        if (draft is null)
            return new NotFound("order.not-found", $"There is no order {order}.");
        var time = clock.GetUtcNow();
        foreach (var effect in draft.Effects().Where(effect => effect.State is EffectState.Unknown or EffectState.Awaiting && (now || effect.NextLookupAt <= time)).ToList())
        {
            var answer = await AskAsync(effect, cancellationToken).ConfigureAwait(false);
            var written = await orders.ChangeAsync(order, current => Settle(current, effect.Key, answer), cancellationToken).ConfigureAwait(false);
            if (!written.IsSuccess && !ReferenceEquals(written.Error, s_nothing))
                return written.Error;
        }

        await GoOnAsync(order, cancellationToken).ConfigureAwait(false);
        var after = await orders.ReadAsync(order, cancellationToken).ConfigureAwait(false);
        return after is null ? new NotFound("order.not-found", $"There is no order {order}.") : after.Head;
    }

    /// <summary>Has the order go on when nothing about it is unknown any more. Safe to repeat; what a stop in between leaves, the next look takes up.</summary>
    internal async Task GoOnAsync(OrderId order, CancellationToken cancellationToken)
    {
        var settled = await orders.ReadAsync(order, cancellationToken).ConfigureAwait(false);
        if (settled is not { Head.UnknownEffects: 0 })
            return;
        await holds.TellAgainAsync(settled).ConfigureAwait(false);
        await resume.ResumeSettledAsync(settled.Head, cancellationToken).ConfigureAwait(false);
        await refunds.TellSettledAsync(order, cancellationToken).ConfigureAwait(false);
    }

    private async Task<LookupAnswer> AskAsync(Effect effect, CancellationToken cancellationToken)
    {
        try
        {
            return effect.Kind switch
            {
                EffectKind.FraudScan => await fraud.LookUpAsync(effect.Key, cancellationToken).ConfigureAwait(false),
                EffectKind.Authorise or EffectKind.Capture or EffectKind.RefundPayment or EffectKind.ReleaseAuthorisation => await payments.LookUpAsync(effect.Key, cancellationToken).ConfigureAwait(false),
                EffectKind.RedeemMiles or EffectKind.RecreditMiles => await miles.LookUpAsync(effect.Key, cancellationToken).ConfigureAwait(false),
                EffectKind.IssueVoucher or EffectKind.VoidVoucher => await issuer.LookUpAsync(effect.Key, cancellationToken).ConfigureAwait(false),
                EffectKind.Notify or EffectKind.NotifyRefund => await notifier.LookUpAsync(effect.Key, cancellationToken).ConfigureAwait(false),
            };
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogFailed(logger, failure, effect.Key.ToString());
            return new LookupUnavailable(failure.GetType().Name);
        }
    }

    private Error? Settle(OrderDraft draft, EffectKey key, LookupAnswer answer)
    {
        var effect = draft.Effects().FirstOrDefault(candidate => candidate.Key == key);
        if (effect is not { State: EffectState.Unknown or EffectState.Awaiting })
            return s_nothing;
        var now = clock.GetUtcNow();
        effect = effect with { Lookups = effect.Lookups + 1, LastLookupAt = now };
        switch (answer)
        {
            case LookupFound found:
                var was = effect.State;
                ledger.Settle(draft, effect, found.Answer, effect.Owner);
                if (was is EffectState.Unknown || found.Answer is not GatewayPending)
                    Audit(draft, effect, Found(found.Answer), now);
                return null;
            case LookupNotFound when effect.State is EffectState.Unknown && effect.KeyValidUntil - options.KeyMargin > now && effect.NotFounds < options.MaxSends:
                effect = effect with { NotFounds = effect.NotFounds + 1 };
                // Permits sending the same key again, and nothing else: the step does, when the order goes on.
                ledger.Settle(draft, effect, new GatewayNotExecuted(ErrorCodes.GatewayUnavailable, "The gateway does not know the key; it may be sent again."), effect.Owner);
                Audit(draft, effect, "The gateway does not know it; the same key may be sent again.", now);
                return null;
            default:
                Postpone(draft, effect, now);
                return null;
        }
    }

    private void Postpone(OrderDraft draft, Effect effect, DateTimeOffset now)
    {
        var last = effect.Lookups >= options.LookUpAfter.Count || effect.NotFounds >= options.MaxSends;
        // A person is asked after the last planned look-up; the program goes on looking at the longest interval.
        EffectLedger.Replace(draft, effect, effect with { NextLookupAt = now + options.LookUpAfter[Math.Min(effect.Lookups, options.LookUpAfter.Count - 1)] });
        if (!last)
            return;
        draft.Head = draft.Head with { Attention = AttentionStatus.NeedsOps };
        if (draft.Head.Step is { } step && effect.Key.Operation == EffectKey.Checkout)
            draft.Head = draft.Head with { Step = step with { ErrorMessage = $"Sent {effect.Sends} times and looked up {effect.Lookups} times without an answer that settles it. A person has to ask the gateway." } };
    }

    private static string Found(GatewayAnswer answer) => answer switch
    {
        GatewaySucceeded => "It took effect.",
        GatewayPending pending => $"The gateway has it: {pending.Status}.",
        GatewayReversed => "It took effect and was undone.",
        _ => "The gateway had refused it.",
    };

    private static void Audit(OrderDraft draft, Effect effect, string found, DateTimeOffset now) =>
        draft.Audit(s_actor, AuditActions.EffectSettled, now, note: FormattableString.Invariant($"{effect.Key.Step}, unit {effect.Key.Unit}: {found} Look-up {effect.Lookups}."));

    [LoggerMessage(1030, LogLevel.Warning, "The look-up of {Key} failed")]
    private static partial void LogFailed(ILogger logger, Exception failure, string key);
}
