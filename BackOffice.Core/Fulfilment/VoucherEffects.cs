using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Fulfilment;

/// <summary>What the outcome of an effect at the issuer or the mail gateway means for a voucher: in the outcome's own commit, whether its call or a later look-up found it.</summary>
internal static class VoucherEffects
{
    private static readonly Actor s_actor = Actor.System("vouchers");

    /// <summary>The issuer confirmed a void: the voucher dies, and where it is reissued its successor lives in the same commit.</summary>
    public static void Voided(OrderDraft draft, Effect effect, DateTimeOffset at)
    {
        if (Asked(draft, effect) is not { } voucher)
            return;
        var cause = CauseOf(voucher, effect, at);
        if (voucher.Pending is { Kind: PendingKind.Reissue } && CodeOf(draft, effect) is { } code)
        {
            var (old, successor) = VoucherMoves.Reissue(voucher, code, effect.Key.Operation, at).Value;
            draft.Put(old);
            VoucherChanges.PutSuccessor(draft, successor with { Pending = voucher.Pending with { Kind = PendingKind.Resend, LookAt = at } });
            VoucherChanges.Write(draft, voucher, old, cause, VoucherAct.Reissued, $"Voucher {successor.VoucherId} took the place of {old.VoucherId}.");
            Close(draft, effect, CommandState.Accepted, $"Reissued: the voucher ending {old.CodeLast4} is void, the one ending {successor.CodeLast4} took its place and is being sent.");
            return;
        }

        Expect(VoucherChanges.ConfirmVoid(draft, voucher.VoucherId, cause));
        Forsake(draft, voucher, at);
        Close(draft, effect, CommandState.Accepted, $"The merchant confirmed it: the voucher ending {voucher.CodeLast4} is void.");
    }

    /// <summary>
    /// A message that was to be sent again dies with its voucher: nobody takes it up any more. What was sent of it by a process that may not have lived is unknown from now on, so
    /// that it is looked up; an answer that comes all the same counts.
    /// </summary>
    private static void Forsake(OrderDraft draft, Voucher dead, DateTimeOffset at)
    {
        if (dead.Pending is not { Kind: PendingKind.Resend } pending)
            return;
        if (draft.Voucher(dead.VoucherId) is { Pending: not null } known)
            draft.Put(known with { Pending = null });
        if (draft.Vouchers().Any(voucher => voucher.Pending?.Operation == pending.Operation))
            return;
        if (draft.Effects().FirstOrDefault(effect => effect.Key.Operation == pending.Operation && effect.State is EffectState.Sent) is { } sent)
        {
            EffectLedger.Replace(draft, sent, sent with
            {
                State = EffectState.Unknown, ErrorCode = ErrorCodes.EffectUnknown, ErrorMessage = "The voucher was made void while its message was under way.", NextLookupAt = at,
            });
        }

        SayDoubtful(draft, pending.Operation);
        Close(draft, pending.Operation, CommandState.Refused, $"The voucher ending {dead.CodeLast4} was made void meanwhile.");
    }

    /// <summary>The issuer refused a void, for good. What the merchant redeemed off-line is a finding for a person.</summary>
    public static void VoidRefused(OrderDraft draft, Effect effect, DateTimeOffset at)
    {
        if (Asked(draft, effect) is not { } voucher)
            return;
        var cause = CauseOf(voucher, effect, at) with { Reason = effect.ErrorMessage ?? "The issuer refused." };
        Expect(VoucherChanges.AbandonVoid(draft, voucher.VoucherId, cause));
        if (effect.ErrorCode is ErrorCodes.VoucherRedeemed)
            LateRedemptions.Report(draft, voucher.VoucherId, new(effect.Key.Operation, "issuer", at, null, VoucherState.Suspended), cause);
        if (voucher.Pending is { } pending && pending.Operation == effect.Key.Operation)
            LetGo(draft, voucher.VoucherId, cause, pending.Kind is PendingKind.Reissue ? pending with { Kind = PendingKind.Withdraw, LookAt = at } : null);
        Close(draft, effect, CommandState.Refused, $"{Refused(effect, "The merchant refused it:")} The voucher ending {voucher.CodeLast4} is as it was.");
    }

    /// <summary>The issuer refused the new code of a reissue: nothing has happened to the old one, which counts again.</summary>
    public static void IssueRefused(OrderDraft draft, Effect effect, DateTimeOffset at)
    {
        var voucher = draft.Vouchers().FirstOrDefault(candidate => candidate.Pending?.Operation == effect.Key.Operation && VoucherChanges.UnitOf(candidate) == effect.Key.Unit);
        if (voucher is null)
            return;
        var cause = CauseOf(voucher, effect, at) with { Reason = effect.ErrorMessage ?? "The issuer refused." };
        Expect(VoucherChanges.Move(draft, voucher.VoucherId, cause, VoucherAct.ReissueRefused, known => VoucherMoves.AbandonVoid(known, effect.Key.Operation)));
        LetGo(draft, voucher.VoucherId, cause, null);
        Close(draft, effect, CommandState.Refused, $"{Refused(effect, "The merchant refused a new code:")} The voucher ending {voucher.CodeLast4} is as it was.");
    }

    /// <summary>The mail gateway took a message that was sent again: proof of delivery for each voucher in it.</summary>
    public static void Resent(OrderDraft draft, Effect effect, DateTimeOffset at)
    {
        foreach (var voucher in draft.Vouchers().Where(candidate => candidate.Pending is { Kind: PendingKind.Resend } pending && pending.Operation == effect.Key.Operation).ToList())
        {
            var sent = JsonSerializer.Deserialize(effect.PreparedJson ?? "", PipelineJson.Default.PreparedMessage)
                ?? throw new InvalidDataException($"{effect.Key} has no address made ready.");
            var delivery = new VoucherDelivery(effect.Key.Operation, at, sent.AddressDigest, sent.Masked, effect.ExternalId);
            var after = voucher with
            {
                Pending = null,
                Deliveries = [.. voucher.Deliveries, delivery],
                DeliveredAt = voucher.DeliveredAt ?? at,
                State = voucher.State is VoucherState.Issued ? VoucherState.Delivered : voucher.State,
            };
            VoucherChanges.Write(draft, voucher, after, CauseOf(voucher, effect, at), VoucherAct.Resent, $"Voucher {voucher.VoucherId} to {sent.Masked}, message {effect.ExternalId}.");
            Close(draft, effect, CommandState.Accepted, $"Sent to {sent.Masked}.");
        }
    }

    /// <summary>The mail gateway refused the address.</summary>
    public static void ResendRefused(OrderDraft draft, Effect effect, DateTimeOffset at)
    {
        foreach (var voucher in draft.Vouchers().Where(candidate => candidate.Pending?.Operation == effect.Key.Operation).ToList())
        {
            var cause = CauseOf(voucher, effect, at) with { Reason = effect.ErrorMessage ?? "The mail gateway refused." };
            VoucherChanges.Write(draft, voucher, voucher with { Pending = null }, cause, VoucherAct.ResendRefused);
            Close(draft, effect, CommandState.Refused, Refused(effect, "The message was not taken:"));
        }
    }

    /// <summary>
    /// Ends the resend of vouchers that cannot be sent any more. The command ends with its last voucher; false when nothing is to be written.
    /// </summary>
    public static bool Overtaken(OrderDraft draft, string operation, Func<Voucher, bool> isOver, DateTimeOffset at)
    {
        var over = draft.Vouchers().Where(voucher => voucher.Pending is { Kind: PendingKind.Resend } pending && pending.Operation == operation && isOver(voucher)).ToList();
        foreach (var voucher in over)
        {
            var cause = new VoucherCause(s_actor, operation, "Something else came first.", at);
            VoucherChanges.Write(draft, voucher, voucher with { Pending = null }, cause, VoucherAct.ResendRefused, $"Voucher {voucher.VoucherId} is {voucher.State} and was not sent again.");
        }

        if (over.Count > 0 && !draft.Vouchers().Any(voucher => voucher.Pending?.Operation == operation))
        {
            var gone = SayDoubtful(draft, operation);
            Close(draft, operation, CommandState.Refused, gone ? "It is not sent again: the voucher cannot be used any more. The first message may have arrived." : "It was not sent: the voucher cannot be used any more.");
        }

        return over.Count > 0;
    }

    /// <summary>A message that was sent, and that the gateway did not know when it was asked, may be on its way still; nobody asks again once it is called off. True when there is one.</summary>
    private static bool SayDoubtful(OrderDraft draft, string operation)
    {
        if (draft.Effects().FirstOrDefault(effect => effect.Key.Operation == operation && effect is { Kind: EffectKind.Notify, MayArrive: true }) is not { } doubtful)
            return false;
        draft.Put(doubtful with { ErrorMessage = "It was called off. The gateway did not know it when it was asked, and it may have arrived all the same." });
        return true;
    }

    /// <summary>The voucher whose void this effect is, or null when that is settled already.</summary>
    private static Voucher? Asked(OrderDraft draft, Effect effect) =>
        draft.Vouchers().FirstOrDefault(voucher => voucher.VoidAsked?.Operation == effect.Key.Operation && VoucherChanges.UnitOf(voucher) == effect.Key.Unit);

    private static IssuedCode? CodeOf(OrderDraft draft, Effect voided)
    {
        var issued = draft.Newest(voided.Key with { Step = StepNames.IssueVouchers });
        if (issued is not { State: EffectState.Succeeded, PreparedJson: { } json })
            return null;
        var made = JsonSerializer.Deserialize(json, PipelineJson.Default.PreparedVoucher) ?? throw new InvalidDataException($"{issued.Key} has no voucher made ready.");
        return new IssuedCode(made.CodeHash, made.CodeLast4, made.CodeCipher, issued.ExternalId);
    }

    /// <summary>Ends an act that failed: its suspension goes, and what is still to be done stays pending.</summary>
    private static void LetGo(OrderDraft draft, string voucherId, VoucherCause cause, PendingAct? rest)
    {
        Expect(VoucherChanges.Release(draft, voucherId, cause));
        var voucher = draft.Voucher(voucherId) ?? throw new InvalidOperationException($"{draft.Head.Id} lost voucher {voucherId}.");
        draft.Put(voucher with { Pending = rest });
    }

    /// <summary>What the person who asked is told from now on; the first outcome stays.</summary>
    private static void Close(OrderDraft draft, Effect effect, CommandState state, string outcome) => Close(draft, effect.Key.Operation, state, outcome);

    private static void Close(OrderDraft draft, string operation, CommandState state, string outcome)
    {
        if (draft.Commands().FirstOrDefault(row => row.CommandId == operation) is { State: CommandState.Requested } row)
            draft.Put(row with { State = state, Outcome = outcome });
    }

    /// <summary>What a person attested is no refusal of the gateway's.</summary>
    private static string Refused(Effect effect, string byGateway) =>
        effect.ErrorCode is ErrorCodes.AttestedNotDone ? effect.ErrorMessage ?? "A person showed that it did not happen." : $"{byGateway} {effect.ErrorMessage ?? "no reason was given."}";

    private static VoucherCause CauseOf(Voucher voucher, Effect effect, DateTimeOffset at) => voucher.Pending is { } pending && pending.Operation == effect.Key.Operation
        ? new(new Actor(pending.ActorId, pending.ActorName, ActorKind.Person, []), pending.Operation, pending.Reason, at, pending.Operation)
        : new(s_actor, effect.Key.Operation, voucher.VoidAsked?.Reason ?? "", at);

    private static void Expect(Error? error)
    {
        if (error is not null)
            throw new InvalidOperationException(error.Message);
    }
}
