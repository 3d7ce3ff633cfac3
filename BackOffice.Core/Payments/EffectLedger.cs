using System.Security.Cryptography;
using System.Text;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Miles;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Payments;

/// <summary>
/// Each side effect at most once: the intent is committed before the call, under the order's claim; the outcome is recorded after it, by effect
/// key, whoever owns the order by then. A Sent that this run did not send is Unknown. What is done aside of an order's processing
/// (<see cref="StepContext.IsAside"/>) needs no claim.
/// </summary>
public sealed class EffectLedger(OrderWriter orders, EffectResults results, PipelineOptions options, TimeProvider clock)
{
    private static readonly Actor s_actor = Actor.System("effect-ledger");
    private static readonly Rejected s_stop = new("effect.stop", "Nothing to write.");

    public async Task<EffectOutcome> RunAsync(EffectRun run, CancellationToken cancellationToken)
    {
        Intent intent = default;
        var written = await orders.ChangeAsync(
            run.Step.Order,
            draft =>
            {
                intent = Decide(run, draft);
                return intent.Write ? null : s_stop;
            },
            cancellationToken).ConfigureAwait(false);
        if (!written.IsSuccess && !ReferenceEquals(written.Error, s_stop))
            return new EffectNotWritten(written.Error.Message);
        if (intent.Effect is null)
            return intent.Outcome ?? throw new InvalidOperationException("An effect without intent has an outcome.");
        if (!written.IsSuccess)
            throw new InvalidOperationException("An intent that is sent was written.");

        // From here on the call is finished and recorded, whatever stops.
        GatewayAnswer answer;
        try
        {
            answer = await run.Send(written.Value, intent.Effect).ConfigureAwait(false);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            answer = new GatewayUnknown($"The call ended with {failure.GetType().Name}.");
        }

        return await RecordAsync(run, intent.Effect, answer).ConfigureAwait(false);
    }

    /// <summary>Writes what a look-up or a late answer says of an effect that is not settled; the first outcome stays.</summary>
    internal Effect Settle(OrderDraft draft, Effect effect, GatewayAnswer answer, string owner)
    {
        var now = clock.GetUtcNow();
#if DEBUG
        if (SeededBugs.Is(SeededBugs.UnknownIsFailed) && answer is GatewayUnknown mistaken)
            answer = new GatewayRefused(ErrorCodes.CardDeclined, mistaken.Message);
        if (SeededBugs.Is(SeededBugs.UnknownIsDone) && answer is GatewayUnknown && effect.Kind is EffectKind.RefundPayment)
            answer = new GatewaySucceeded("assumed");
#endif
        // The gateway has another request under our key: what that one did stands, and somebody must look.
        if (answer is GatewayRefused { Code: ErrorCodes.KeyMismatch } mismatch)
            answer = new GatewayUnknown(mismatch.Message);
        if (answer is GatewaySucceeded garbled && !MilesAnswer.AddsUp(effect, garbled))
            answer = new GatewayUnknown("The programme's answer does not add up to what was asked.");
        var settled = answer switch
        {
            GatewaySucceeded done => effect with
            {
                State = EffectState.Succeeded, SettledAt = now, ExternalId = done.ExternalId, ResultJson = done.ResultJson,
                ErrorCode = null, ErrorMessage = null, NextLookupAt = null,
            },
            GatewayRefused refused => effect with
            {
                State = EffectState.Failed, SettledAt = now, ErrorCode = refused.Code, ErrorMessage = refused.Message, NextLookupAt = null,
            },
            GatewayNotExecuted not => effect with
            {
                State = EffectState.Planned, ErrorCode = not.Code, ErrorMessage = not.Message, NextLookupAt = null,
            },
            GatewayUnknown unknown => effect with
            {
                State = EffectState.Unknown, ErrorCode = ErrorCodes.EffectUnknown, ErrorMessage = unknown.Message,
                NextLookupAt = now + options.LookUpAfter[0],
            },
            GatewayPending pending => effect with
            {
                State = EffectState.Awaiting, ExternalId = pending.ExternalId, ErrorCode = null, ErrorMessage = pending.Status,
                NextLookupAt = now + options.LookUpAfter[Math.Min(effect.Lookups, options.LookUpAfter.Count - 1)],
            },
            GatewayReversed reversed when effect.State is EffectState.Succeeded => effect with
            {
                State = EffectState.Reversed, ErrorCode = ErrorCodes.RefundReversed, ErrorMessage = reversed.Message, NextLookupAt = null,
            },
            // Nobody here had counted on it: it happened and was undone, which is that it did not happen.
            GatewayReversed reversed => effect with
            {
                State = EffectState.Failed, SettledAt = now, ErrorCode = ErrorCodes.RefundReversed, ErrorMessage = reversed.Message, NextLookupAt = null,
            },
            _ => throw new InvalidOperationException($"{answer.GetType().Name} is no answer of a gateway."),
        };
        PipelineMetrics.Settled(settled.Kind, settled.State);
        Replace(draft, effect, settled);
        if (settled.State is EffectState.Succeeded)
            results.Apply(draft, settled, owner, now);
        else if (settled.State is EffectState.Failed)
            EffectResults.Refused(draft, settled, now);
        RefundLegs.Follow(draft, settled, now);
        return settled;
    }

    /// <summary>
    /// Puts the effect and keeps the head's account of what is unknown. The next look-up stays planned when the last unknown is settled: whoever settled it
    /// may not live to have the order go on.
    /// </summary>
    internal static void Replace(OrderDraft draft, Effect before, Effect after)
    {
        draft.Put(after);
        var open = draft.Effects().Where(effect => effect.State is EffectState.Unknown or EffectState.Awaiting).ToList();
        var unknown = open.Count(effect => effect.State is EffectState.Unknown);
        var attention = (unknown, draft.Head.Attention) switch
        {
            ( > 0, AttentionStatus.NeedsOps) => AttentionStatus.NeedsOps,
            ( > 0, _) => AttentionStatus.Unknown,
            (0, AttentionStatus.Unknown) => Attentions.Of(draft),
            var (_, kept) => kept,
        };
        draft.Head = draft.Head with
        {
            UnknownEffects = unknown,
            NextLookupAt = open.Count > 0 ? open.Min(effect => effect.NextLookupAt) : draft.Head.NextLookupAt,
            Attention = attention,
        };
    }

    private Intent Decide(EffectRun run, OrderDraft draft)
    {
        var head = draft.Head;
        var aside = run.Step.IsAside;
        if (!aside && head.Route.Owner != run.Step.Owner)
            return Intent.None(new EffectLeaseLost($"The order belongs to {head.Route.Owner ?? "nobody"}, not to {run.Step.Owner}."));
        var now = clock.GetUtcNow();
        var key = new EffectKey(run.Step.Order, run.Step.Operation, run.StepName, run.Unit, 1);
        var known = draft.Newest(key);
        switch (known?.State)
        {
            case EffectState.Succeeded or EffectState.Reversed:
                return !aside && StepRows.EndIfOpen(draft, run.Step, StepStatus.Done, now)
                    ? Intent.WriteOnly(new EffectDone(known))
                    : Intent.None(new EffectDone(known));
            case EffectState.Failed when !known.TryAgain:
                var refused = new EffectRefused(known.ErrorCode ?? ErrorCodes.OrderInvalid, known.ErrorMessage ?? "The gateway refused.");
                if (aside)
                    return Intent.None(refused);
                StepRows.Fail(draft, run, refused.Code, refused.Message, StepStatus.Failed, now);
                return Intent.WriteOnly(refused);
            case EffectState.Sent when aside && now - known.LastSentAt < options.LookUpAfter[0]:
                return Intent.None(new EffectNotKnown("It is being sent now."));
            case EffectState.Unknown:
                return Intent.None(new EffectNotKnown(known.ErrorMessage ?? "The outcome is not known."));
            case EffectState.Awaiting:
                return Intent.None(new EffectAwaiting(known));
            case EffectState.Sent:
            case EffectState.Planned when known.Lookups > 0 && known.KeyValidUntil - options.KeyMargin < now:
                // Somebody sent it and did not live to record the answer; or the key has grown too old to be sent again.
                Settle(draft, known, new GatewayUnknown("It was sent and the answer was lost."), run.Step.Owner);
                if (!aside)
                    StepRows.Fail(draft, run, ErrorCodes.EffectUnknown, "It was sent and the answer was lost.", StepStatus.Unknown, now);
                return Intent.WriteOnly(new EffectNotKnown("It was sent and the answer was lost."));
            case EffectState.Planned or EffectState.Failed or null:
                break;
        }

        if (run.Guard?.Invoke(draft) is { } refusal)
        {
            if (aside || known is not { MayArrive: true } || refusal.Code is ErrorCodes.LeaseLost)
                return Intent.None(new EffectRefused(refusal.Code, refusal.Message));
            // That it must not be sent again does not make it undone.
            var doubt = $"It was sent before and may yet arrive. It is not sent again: {refusal.Message}";
            Settle(draft, known, new GatewayUnknown(doubt), run.Step.Owner);
            StepRows.Fail(draft, run, ErrorCodes.EffectUnknown, doubt, StepStatus.Unknown, now);
            return Intent.WriteOnly(new EffectNotKnown(doubt));
        }

        var attempt = known is { State: EffectState.Failed } ? known.Key.Attempt + 1 : known?.Key.Attempt ?? 1;
#if DEBUG
        if (SeededBugs.Is(SeededBugs.KeyPerTry) && known is not null)
            (attempt, known) = (known.Key.Attempt + 1, null);
#endif
        var again = known is { State: EffectState.Planned } ? known : null;
        var prepared = again is null ? run.Prepare?.Invoke() : again.PreparedJson;
        var effect = new Effect
        {
            Key = key with { Attempt = attempt },
            Kind = run.Kind,
            State = EffectState.Sent,
            Amount = run.Amount,
            RequestHash = again?.RequestHash ?? HashOf(run, prepared),
            Owner = run.Step.Owner,
            Epoch = head.Route.Epoch,
            FirstSentAt = again is { Lookups: > 0 } ? again.FirstSentAt : now,
            LastSentAt = now,
            KeyValidUntil = again is { Lookups: > 0 } ? again.KeyValidUntil : now + run.Terms.KeyLifetime,
            PreparedJson = prepared,
            Sends = (again?.Sends ?? 0) + 1,
            Lookups = again?.Lookups ?? 0,
            NotFounds = again?.NotFounds ?? 0,
        };
        draft.Put(effect);
        RefundLegs.Follow(draft, effect, now);
        if (!aside)
            StepRows.Begin(draft, run, effect.Key, now);
        return Intent.Send(effect);
    }

    private async Task<EffectOutcome> RecordAsync(EffectRun run, Effect sent, GatewayAnswer answer)
    {
        EffectOutcome outcome = new EffectNotKnown("The outcome could not be written.");
        for (var attempt = 1; ; attempt++)
        {
            var written = await orders.ChangeAsync(run.Step.Order, draft => Record(run, sent, answer, draft, out outcome), CancellationToken.None)
                .ConfigureAwait(false);
            if (written.IsSuccess || ReferenceEquals(written.Error, s_stop))
                return outcome;
            if (written.Error is not Unavailable || attempt == 20)
                return new EffectNotWritten(written.Error.Message);

            // The answer is known and must not be lost to a disk that is full for a moment.
            await Task.Delay(TimeSpan.FromMilliseconds(50 * attempt), clock, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private Error? Record(EffectRun run, Effect sent, GatewayAnswer answer, OrderDraft draft, out EffectOutcome outcome)
    {
        var now = clock.GetUtcNow();
        var current = draft.Effects().FirstOrDefault(effect => effect.Key == sent.Key)
            ?? throw new InvalidOperationException($"The intent of {sent.Key} is gone.");
        var owned = draft.Head.Route.Owner == run.Step.Owner && draft.Head.Route.Epoch == sent.Epoch;
#if DEBUG
        if (SeededBugs.Is(SeededBugs.OutcomeDroppedWithLease) && !owned)
        {
            outcome = new EffectLeaseLost("Dropped.");
            return s_stop;
        }
#endif
        var contradicts = IsMisattested(current) && answer is GatewaySucceeded;
        if (!contradicts && current.State is (EffectState.Succeeded or EffectState.Failed or EffectState.Reversed) || current.State is EffectState.Awaiting && answer is GatewayUnknown)
        {
            // A look-up was faster; what it found is the truth for both.
            outcome = Of(current, draft);
            return s_stop;
        }

        var settled = Settle(draft, current, answer, run.Step.Owner);
        outcome = Of(settled, draft);
        if (contradicts)
        {
            draft.Head = draft.Head with { Attention = AttentionStatus.NeedsOps };
            draft.Audit(s_actor, AuditActions.RefundContradicted, now, note: $"{settled.Key} was called not done, on a person's word; the gateway did it: {settled.ExternalId}.");
        }

        if (run.Step.IsAside)
            return null;
        if (owned)
            StepRows.Record(draft, run, outcome, now);
        else
            outcome = new EffectLeaseLost($"The outcome of {sent.Key.Step} is recorded; the order belongs to {draft.Head.Route.Owner ?? "nobody"} now.");
        return null;
    }

    /// <summary>A person called it not done while its sender still waited. Money that moved all the same is booked, and somebody must look.</summary>
    private static bool IsMisattested(Effect effect) =>
        effect is { State: EffectState.Failed, ErrorCode: ErrorCodes.AttestedNotDone, Key.Operation: EffectKey.Checkout, Kind: EffectKind.Authorise or EffectKind.Capture or EffectKind.RedeemMiles };

    private static EffectOutcome Of(Effect effect, OrderDraft draft) => effect.State switch
    {
        EffectState.Succeeded or EffectState.Reversed => new EffectDone(effect),
        EffectState.Failed => new EffectRefused(effect.ErrorCode ?? ErrorCodes.OrderInvalid, effect.ErrorMessage ?? "The gateway refused."),
        EffectState.Planned => new EffectNotExecuted(effect.ErrorCode ?? ErrorCodes.GatewayBusy, effect.ErrorMessage ?? "Not executed."),
        EffectState.Unknown => new EffectNotKnown(effect.ErrorMessage ?? "The outcome is not known."),
        EffectState.Awaiting => new EffectAwaiting(effect),
        EffectState.Sent => throw new InvalidOperationException($"{draft.Head.Id}: {effect.Key} is still Sent after its outcome."),
    };

    private static string HashOf(EffectRun run, string? prepared) => HashOf(run.Kind, run.Unit, run.Amount, prepared);

    /// <summary>Of what is sent under a key.</summary>
    internal static string HashOf(EffectKind kind, string unit, Money? amount, string? prepared) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}|{unit}|{amount}|{prepared}")));

    private readonly record struct Intent(Effect? Effect, EffectOutcome? Outcome, bool Write)
    {
        public static Intent None(EffectOutcome outcome) => new(null, outcome, false);

        public static Intent WriteOnly(EffectOutcome outcome) => new(null, outcome, true);

        public static Intent Send(Effect effect) => new(effect, null, true);
    }
}
