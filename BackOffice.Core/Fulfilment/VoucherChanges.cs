using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Fulfilment;

/// <summary>
/// What a move of a voucher adds to its order's change set: the row, its keys, the audit entry, the domain event and the count. Commands and refunds contribute
/// through this alone. Each returns null when the draft holds the move (or had it already), else why not; nothing is added then.
/// </summary>
internal static class VoucherChanges
{
    /// <summary>Suspends it by the cause's operation: a refund that begins, or a person.</summary>
    public static Error? Suspend(OrderDraft draft, string voucherId, VoucherCause cause) =>
        Move(draft, voucherId, cause, VoucherAct.Suspended, voucher => VoucherMoves.Suspend(voucher, new(cause.Operation, cause.Reason, cause.At)));

    /// <summary>Takes the operation's suspension away: a refund that ended without voiding it.</summary>
    public static Error? Release(OrderDraft draft, string voucherId, VoucherCause cause) =>
        Move(draft, voucherId, cause, VoucherAct.Released, voucher => VoucherMoves.Release(voucher, cause.Operation));

    /// <summary>
    /// First phase of a void. Afterwards run an effect of kind <see cref="Payments.EffectKind.VoidVoucher"/>, step <see cref="Pipeline.StepNames.VoidVoucher"/>, the cause's
    /// operation and the unit of <see cref="UnitOf"/>: its outcome confirms or abandons the void in its own commit, whoever finds it.
    /// </summary>
    public static Error? BeginVoid(OrderDraft draft, string voucherId, VoucherCause cause) =>
        Move(draft, voucherId, cause, VoucherAct.VoidAsked, voucher => VoucherMoves.BeginVoid(voucher, cause.Operation, cause.Reason, cause.At));

    /// <summary>Second phase, when the issuer confirmed.</summary>
    public static Error? ConfirmVoid(OrderDraft draft, string voucherId, VoucherCause cause) =>
        Move(draft, voucherId, cause, VoucherAct.Voided, voucher => VoucherMoves.ConfirmVoid(voucher, cause.Operation, cause.At));

    /// <summary>The issuer refused: the voucher stays suspended by the operation, which decides.</summary>
    public static Error? AbandonVoid(OrderDraft draft, string voucherId, VoucherCause cause) =>
        Move(draft, voucherId, cause, VoucherAct.VoidRefused, voucher => VoucherMoves.AbandonVoid(voucher, cause.Operation));

    /// <summary>Ends the unit of the call that withdraws a code which a failed reissue had registered.</summary>
    public const string NewCode = ".new";

    /// <summary>Line and unit as effects name them: <c>1.2</c>.</summary>
    public static string UnitOf(Voucher voucher) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{voucher.LineId}.{voucher.Unit}");

    /// <summary>One move with all that belongs to it; a move that leaves the voucher as it is adds nothing.</summary>
    public static Error? Move(OrderDraft draft, string voucherId, VoucherCause cause, VoucherAct act, Func<Voucher, Result<Voucher>> move, string? note = null)
    {
        if (draft.Voucher(voucherId) is not { } before)
            return new NotFound("voucher.not-found", $"Order {draft.Head.Id} has no voucher {voucherId}.");
        var moved = move(before);
        if (!moved.IsSuccess)
            return moved.Error;
        if (!ReferenceEquals(moved.Value, before))
            Write(draft, before, moved.Value, cause, act, note);
        return null;
    }

    /// <summary>Something that leaves every voucher as it is, and is still part of the order's record.</summary>
    public static void Note(OrderDraft draft, VoucherCause cause, VoucherAct act, string note)
    {
        draft.Audit(cause.Actor, act.Action, cause.At, cause.CommandId, cause.Reason.Length == 0 ? null : cause.Reason, note: note);
        draft.Count(OrderCounters.Happened(act.Counter, cause.At));
    }

    /// <summary>The successor of a reissue with its keys; the old one was put before.</summary>
    public static void PutSuccessor(OrderDraft draft, Voucher successor)
    {
        draft.Put(successor);
        AddKeys(draft, successor.CodeHash, successor.CodeLast4);
    }

    /// <summary>A code is unique for ever: its key is never removed, also when the voucher is dead.</summary>
    public static void AddKeys(OrderDraft draft, string codeHash, string last4)
    {
        draft.AddKey(KeyClasses.VoucherCode, codeHash, unique: true);
        draft.AddKey(KeyClasses.VoucherLast4, last4);
    }

    public static void Write(OrderDraft draft, Voucher before, Voucher after, VoucherCause cause, VoucherAct act, string? note = null)
    {
        draft.Put(after);
        Reckon(draft);
        draft.Audit(
            cause.Actor, act.Action, cause.At, cause.CommandId, cause.Reason.Length == 0 ? null : cause.Reason,
            before.State == after.State ? [] : [new AuditChange($"Voucher {after.VoucherId}", before.State.ToString(), after.State.ToString())],
            note ?? (before.State == after.State ? $"Voucher {after.VoucherId}." : null));
        if (act.DetailType is { } detailType)
            draft.Publish(VoucherEvents.Of(draft.Head, after, detailType, cause.Operation, cause.At));
        draft.Count(OrderCounters.Happened(act.Counter, cause.At));
    }

    /// <summary>Goods that are all taken back make the fulfilment reversed.</summary>
    private static void Reckon(OrderDraft draft)
    {
        var reversed = draft.Vouchers().All(voucher => voucher.State is VoucherState.Void or VoucherState.Reissued);
        if (reversed && draft.Head.Fulfilment is FulfilmentStatus.Done or FulfilmentStatus.Partial)
            draft.Head = draft.Head with { Fulfilment = FulfilmentStatus.Reversed };
    }
}
