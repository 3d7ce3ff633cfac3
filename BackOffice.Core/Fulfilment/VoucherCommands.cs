using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Fulfilment;

/// <inheritdoc cref="IVoucherCommands"/>
public sealed class VoucherCommands(
    OrderWriter orders, VoucherActs acts, VoucherVault vault, RevealBook reveals, VoucherOptions options, PipelineOptions pipeline, TimeProvider clock) : IVoucherCommands
{
    private const string SuspendName = "suspend-voucher";

    public async Task<Result<ResendCheck>> CheckResendAsync(OrderId order, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.VouchersResend) is { } forbidden)
            return forbidden;
        return await orders.ReadAsync(order, cancellationToken).ConfigureAwait(false) is { } draft
            ? ResendRules.Check(draft, vault, options, clock.GetUtcNow())
            : new NotFound("order.not-found", $"There is no order {order}.");
    }

    public Task<Result<CommandOutcome>> ResendAsync(ResendVouchers command, Actor actor, CancellationToken cancellationToken) => ActAsync(
        new VoucherCommand(command.Order, "", command.CommandId, command.ExpectedVersion, command.Reason), "resend-vouchers", Permission.VouchersResend, actor,
        (draft, cause) =>
        {
            var check = ResendRules.Check(draft, vault, options, cause.At);
            if (check.WhyNot is { } why)
                return new Rejected(ReferenceEquals(why, OrderDoubt.NoResend) ? "voucher.order-unknown" : "voucher.resend-often", why);
            if (check.AddressChanged && !command.AcceptAddress)
                return new Rejected("voucher.address-changed", $"The vouchers went to {check.LastTo} before, and the order's address is {check.To} now. Make sure that it is the customer's before you send them there.");
            var chosen = ResendRules.Choose(draft, command.Vouchers);
            if (!chosen.IsSuccess)
                return chosen.Error;
            foreach (var voucher in chosen.Value)
                draft.Put(voucher with { Pending = PendingOf(cause, PendingKind.Resend) });
            VoucherChanges.Note(draft, cause, VoucherAct.ResendAsked, $"{chosen.Value.Count} vouchers to {check.To}.");
            return null;
        },
        cancellationToken);

    public Task<Result<CommandOutcome>> VoidAsync(VoucherCommand command, Actor actor, CancellationToken cancellationToken) => ActAsync(
        command, "void-voucher", Permission.VouchersManage, actor,
        (draft, cause) => Begin(draft, command.Voucher, cause, PendingKind.Void, VoucherAct.VoidAsked), cancellationToken);

    public Task<Result<CommandOutcome>> ReissueAsync(VoucherCommand command, Actor actor, CancellationToken cancellationToken) => ActAsync(
        command, "reissue-voucher", Permission.VouchersManage, actor,
        (draft, cause) => Begin(draft, command.Voucher, cause, PendingKind.Reissue, VoucherAct.ReissueAsked), cancellationToken);

    public Task<Result<CommandOutcome>> ExtendAsync(ExtendVoucher command, Actor actor, CancellationToken cancellationToken) => DoAsync(
        command, "extend-voucher", Permission.VouchersManage, actor,
        (draft, cause) =>
        {
            if (draft.Voucher(command.Voucher) is not { } voucher)
                return Missing(draft, command.Voucher);
            var until = VoucherTerms.EndOfDay(command.Until, voucher.Zone);
            var limit = voucher.ExtendableUntil ?? ExtendLimit(draft, voucher, command.Value);
            return VoucherChanges.Move(
                draft, command.Voucher, cause, VoucherAct.Extended, known => VoucherTerms.Extend(known, command.Value, until, limit),
                FormattableString.Invariant($"Voucher {command.Voucher}, {(command.Value is VoucherValue.Promotional ? "promotion" : "paid value")}: until {command.Until:yyyy-MM-dd} {voucher.Zone ?? "UTC"}, before {VoucherTerms.EndOf(voucher, command.Value)?.UtcDateTime:yyyy-MM-dd HH:mm} UTC."));
        },
        "Extended.", cancellationToken);

    public Task<Result<CommandOutcome>> SuspendAsync(VoucherCommand command, Actor actor, CancellationToken cancellationToken) => DoAsync(
        command, SuspendName, Permission.VouchersManage, actor, (draft, cause) => VoucherChanges.Suspend(draft, command.Voucher, cause),
        "Suspended: it cannot be redeemed until it is released.", cancellationToken);

    public Task<Result<CommandOutcome>> ReleaseAsync(VoucherCommand command, Actor actor, CancellationToken cancellationToken) => DoAsync(
        command, "release-voucher", Permission.VouchersManage, actor,
        (draft, cause) =>
        {
            if (draft.Voucher(command.Voucher) is not { } voucher)
                return Missing(draft, command.Voucher);
            if (voucher.State is not VoucherState.Suspended)
                return new Rejected("voucher.not-suspended", "The voucher is not suspended.");
            var byPeople = draft.Commands().Where(row => row.Command == SuspendName).Select(row => row.CommandId).ToHashSet();
            var mine = voucher.Suspensions.Where(suspension => byPeople.Contains(suspension.By)).ToList();
            if (mine.Count == 0)
                return new Rejected("voucher.held-by-act", $"It is suspended by an act that is under way: {voucher.Suspensions[^1].Reason} It is released when that ends.");
            foreach (var suspension in mine)
            {
                if (VoucherChanges.Release(draft, command.Voucher, cause with { Operation = suspension.By }) is { } error)
                    return error;
            }

            return null;
        },
        "Released.", cancellationToken);

    public Task<Result<CommandOutcome>> ReverseRedemptionAsync(VoucherCommand command, Actor actor, CancellationToken cancellationToken) => DoAsync(
        command, "reverse-redemption", Permission.VouchersManage, actor,
        (draft, cause) => IsPaidBack(draft, command.Voucher)
            ? new Rejected("voucher.refunded", "A refund paid back a redeemed unit of this line. Taken back, the voucher could be used again for money that is gone.")
            : VoucherChanges.Move(
                draft, command.Voucher, cause, VoucherAct.RedemptionReversed,
                voucher => VoucherMoves.ReverseRedemption(voucher, voucher.Redemption?.RedemptionId ?? "", cause.Operation, cause.Reason, cause.At)),
        "The redemption is taken back: the voucher can be used again.", cancellationToken);

    public Task<Result<CommandOutcome>> SettleLateAsync(SettleLateRedemption command, Actor actor, CancellationToken cancellationToken) => DoAsync(
        command, "settle-late-redemption", Permission.VouchersManage, actor,
        (draft, cause) => LateRedemptions.Settle(draft, command.Voucher, command.RedemptionId, cause),
        "Settled.", cancellationToken);

    public async Task<Result<RevealedCode>> RevealAsync(VoucherCommand command, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.VouchersReveal) is { } forbidden)
            return forbidden;
        if (await orders.ReadAsync(command.Order, cancellationToken).ConfigureAwait(false) is not { } seen)
            return new NotFound("order.not-found", $"There is no order {command.Order}.");
        if (seen.Voucher(command.Voucher) is null)
            return Missing(seen, command.Voucher);
        var taken = await reveals.TakeAsync(actor, command.CommandId, command.Order, command.Voucher, RevealReason.Other, command.Reason, cancellationToken).ConfigureAwait(false);
        if (!taken.IsSuccess)
            return taken.Error;
        // The look stands in the order's own chain too: who saw a code before it was used is the first question of every dispute.
        var written = await DoAsync(
            command, "reveal-code", Permission.VouchersReveal, actor,
            (draft, cause) =>
            {
                VoucherChanges.Note(draft, cause, VoucherAct.CodeRevealed, $"Voucher {command.Voucher}.");
                return null;
            },
            "Shown.", cancellationToken, anyVersion: true).ConfigureAwait(false);
        return written.Map(_ => CodeOf(seen, command.Voucher, taken.Value.Until));
    }

    public async Task<Result<RevealedCode>> ViewAsync(VoucherCommand command, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.VouchersView) is { } forbidden)
            return forbidden;
        if (!CommandChecks.IsId(command.CommandId))
            return new Invalid([CommandChecks.WrongId("commandId")]);
        OrderDraft? seen = null;
        var nothing = new Rejected("voucher.viewed", "It was viewed before.");
        var written = await orders.ChangeAsync(
            command.Order,
            draft =>
            {
                seen = draft;
                var before = draft.Voucher(command.Voucher);
                var error = VoucherChanges.Move(
                    draft, command.Voucher, new VoucherCause(actor, command.CommandId, "", clock.GetUtcNow(), command.CommandId), VoucherAct.Viewed, voucher => VoucherMoves.View(voucher, clock.GetUtcNow()));
                return error ?? (before?.State == draft.Voucher(command.Voucher)?.State ? nothing : null);
            },
            cancellationToken).ConfigureAwait(false);
        return (written.IsSuccess || ReferenceEquals(written.Error, nothing)) && seen is not null
            ? CodeOf(seen, command.Voucher, clock.GetUtcNow() + RevealBook.Shown)
            : written.Error ?? nothing;
    }

    /// <summary>An act that ends in its own commit.</summary>
    private async Task<Result<CommandOutcome>> DoAsync(
        VoucherCommand command, string name, Permission permission, Actor actor, Func<OrderDraft, VoucherCause, Error?> change, string message, CancellationToken cancellationToken,
        bool anyVersion = false)
    {
        var (written, row) = await WriteAsync(command, name, permission, actor, change, CommandState.Accepted, message, anyVersion, cancellationToken).ConfigureAwait(false);
        return PipelineMetrics.Command(name, row is null ? written.Map(order => new CommandOutcome(order.Id, order.Version, message)) : new CommandOutcome(command.Order, 0, row.Outcome ?? message, true));
    }

    /// <summary>An act that goes outside after its commit and may have to wait for an answer.</summary>
    private async Task<Result<CommandOutcome>> ActAsync(
        VoucherCommand command, string name, Permission permission, Actor actor, Func<OrderDraft, VoucherCause, Error?> change, CancellationToken cancellationToken)
    {
        var (written, repeated) = await WriteAsync(command, name, permission, actor, change, CommandState.Requested, null, false, cancellationToken).ConfigureAwait(false);
        if (!written.IsSuccess && repeated is null)
            return PipelineMetrics.Command<CommandOutcome>(name, written.Error);
        await acts.AdvanceAsync(command.Order, command.CommandId).ConfigureAwait(false);
        var draft = await orders.ReadAsync(command.Order, CancellationToken.None).ConfigureAwait(false);
        var row = draft?.Commands().FirstOrDefault(known => known.CommandId == command.CommandId);
        Result<CommandOutcome> outcome = row?.State switch
        {
            CommandState.Refused => new Rejected("voucher.refused", row.Outcome ?? "It was refused."),
            CommandState.Accepted => new CommandOutcome(command.Order, draft?.Head.Version ?? 0, row.Outcome ?? "Done.", repeated is not null),
            CommandState.Requested or null => new CommandOutcome(
                command.Order, draft?.Head.Version ?? 0, "It is under way and the answer is not known yet. We go on by ourselves; do not repeat it.", repeated is not null),
        };
        return PipelineMetrics.Command(name, outcome);
    }

    private async Task<(Result<OrderHead> Written, CommandRow? Repeated)> WriteAsync(
        VoucherCommand command, string name, Permission permission, Actor actor, Func<OrderDraft, VoucherCause, Error?> change, CommandState state, string? message, bool anyVersion,
        CancellationToken cancellationToken)
    {
        if (actor.Lacks(permission) is { } forbidden)
            return (forbidden, null);
        if (CommandChecks.Of(command.CommandId, command.Reason) is { } invalid)
            return (invalid, null);
        CommandRow? earlier = null;
        var written = await orders.ChangeAsync(
            command.Order,
            draft =>
            {
                earlier = draft.Commands().FirstOrDefault(row => row.CommandId == command.CommandId);
                if (earlier is not null)
                    return CommandChecks.Repeated;
                if (draft.Refunds().Any(refund => refund.RefundId == command.CommandId))
                    return new Conflict("command.id-reused", "A refund has this id. Open the dialog again.");
                if (!anyVersion && draft.Head.Version != command.ExpectedVersion)
                    return CommandChecks.Stale(draft, command.ExpectedVersion);
                var now = clock.GetUtcNow();
                if (change(draft, new VoucherCause(actor, command.CommandId, command.Reason.Trim(), now, command.CommandId)) is { } error)
                    return error;
                draft.Put(new CommandRow { CommandId = command.CommandId, Command = name, ActorId = actor.Id, ActorName = actor.Name, At = now, State = state, Outcome = message });
                return null;
            },
            cancellationToken).ConfigureAwait(false);
        return (written, written.IsSuccess ? null : earlier);
    }

    /// <summary>True when a refund that is not off the table claims redeemed units of the voucher's line; it does not say which of them.</summary>
    private static bool IsPaidBack(OrderDraft draft, string voucherId) => draft.Voucher(voucherId) is { } voucher && draft.Refunds()
        .Where(refund => refund.State is not (RefundState.Rejected or RefundState.Cancelled or RefundState.Expired))
        .Any(refund => refund.Lines.Any(line => line.LineId == voucher.LineId && line.Redeemed > 0));

    /// <summary>First phase of a void or reissue: nothing else may be under way with the voucher.</summary>
    private Error? Begin(OrderDraft draft, string voucherId, VoucherCause cause, PendingKind kind, VoucherAct act)
    {
        if (draft.Voucher(voucherId) is not { } voucher)
            return Missing(draft, voucherId);
        if (voucher.Pending is not null)
            return VoucherRefusals.Busy;
        // The money may be taken for it at this moment, or have been.
        if (OrderDoubt.Of(draft.Effects()).AnyCall)
            return VoucherRefusals.OrderUnknown;
        return VoucherChanges.Move(
            draft, voucherId, cause, act,
            known => VoucherMoves.BeginVoid(known, cause.Operation, cause.Reason, cause.At).Map(begun => begun with { Pending = PendingOf(cause, kind) }));
    }

    private PendingAct PendingOf(VoucherCause cause, PendingKind kind) =>
        new(cause.Operation, kind, cause.Actor.Id, cause.Actor.Name, cause.Reason, cause.At, cause.At + pipeline.LookUpAfter[0]);

    /// <summary>Where the offer's terms say nothing: so long after the end that the order gave it.</summary>
    private DateTimeOffset ExtendLimit(OrderDraft draft, Voucher voucher, VoucherValue which)
    {
        var line = draft.Head.Lines.First(candidate => candidate.LineId == voucher.LineId);
        return ((which is VoucherValue.Promotional ? line.PromoExpiresAt : line.PaidExpiresAt) ?? DateTimeOffset.MinValue) + options.ExtendAtMost;
    }

    private RevealedCode CodeOf(OrderDraft draft, string voucherId, DateTimeOffset until) =>
        new(voucherId, vault.Open((draft.Voucher(voucherId) ?? throw new InvalidOperationException($"{draft.Head.Id} has no voucher {voucherId}.")).CodeCipher), until);

    private static NotFound Missing(OrderDraft draft, string voucherId) => new("voucher.not-found", $"Order {draft.Head.Id} has no voucher {voucherId}.");
}
