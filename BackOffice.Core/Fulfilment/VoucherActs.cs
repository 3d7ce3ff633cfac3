using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Fulfilment;

/// <summary>
/// Finishes what a command began outside: void, reissue, resend. What is to be done next stands in the voucher and in the effect ledger, so whoever comes (the
/// command itself, or the caretaker after a crash) does the next step and no step twice.
/// </summary>
public sealed class VoucherActs(
    OrderWriter orders, EffectLedger ledger, IVoucherIssuer issuer, INotifier notifier, VoucherVault vault, PipelineOptions options, TimeProvider clock)
{
    /// <summary>A reissue has four steps; more means that something does not end.</summary>
    private const int MostSteps = 8;
    private static readonly Rejected s_nothing = new("voucher.nothing", "Nothing to write.");

    /// <summary>Goes on with one operation as far as it can now. What is not yet known is looked up by the reconciler and taken up again later.</summary>
    public async Task AdvanceAsync(OrderId order, string operation)
    {
        for (var step = 0; step < MostSteps; step++)
        {
            var draft = await orders.ReadAsync(order, CancellationToken.None).ConfigureAwait(false);
            var vouchers = draft?.Vouchers().Where(voucher => voucher.Pending?.Operation == operation).ToList() ?? [];
            if (draft is null || vouchers is not [{ Pending: { } pending } first, ..])
                return;
            var outcome = pending.Kind switch
            {
                PendingKind.Void => await VoidAsync(order, first, operation).ConfigureAwait(false),
                PendingKind.Reissue when draft.Newest(KeyOf(order, operation, StepNames.IssueVouchers, first)) is { State: EffectState.Succeeded } =>
                    await VoidAsync(order, first, operation).ConfigureAwait(false),
                PendingKind.Reissue => await IssueAsync(order, first, operation).ConfigureAwait(false),
                PendingKind.Resend => await ResendAsync(draft, vouchers, operation).ConfigureAwait(false),
                PendingKind.Withdraw => await WithdrawAsync(draft, first, operation).ConfigureAwait(false),
            };
            if (outcome is EffectDone or EffectRefused)
                continue;
            await PostponeAsync(order, operation).ConfigureAwait(false);
            return;
        }
    }

    private Task<EffectOutcome> VoidAsync(OrderId order, Voucher voucher, string operation) => RunAsync(
        order, operation, EffectKind.VoidVoucher, StepNames.VoidVoucher, VoucherChanges.UnitOf(voucher), issuer.Terms, null,
        (head, effect) => issuer.VoidAsync(new VoidVoucherRequest(effect.Key, voucher.CodeHash, voucher.IssuerReference, OfferOf(head, voucher)), CancellationToken.None));

    private Task<EffectOutcome> IssueAsync(OrderId order, Voucher voucher, string operation) => RunAsync(
        order, operation, EffectKind.IssueVoucher, StepNames.IssueVouchers, VoucherChanges.UnitOf(voucher), issuer.Terms, () => NewCode(voucher),
        (head, effect) => issuer.IssueAsync(
            new IssueRequest(effect.Key, OfferOf(head, voucher), head.Lines.First(line => line.LineId == voucher.LineId).UnitId, PreparedOf(effect).CodeHash, voucher.PaidValue), CancellationToken.None));

    /// <summary>What the message was to carry may have died, or be suspended, since somebody asked for it: a dead one is not sent, a suspended one is waited for.</summary>
    private async Task<EffectOutcome> ResendAsync(OrderDraft draft, IReadOnlyList<Voucher> vouchers, string operation)
    {
        var order = draft.Head.Id;
        if (draft.Newest(new EffectKey(order, operation, StepNames.NotifyCustomer, "1", 1))?.State is null or EffectState.Planned)
        {
            if (vouchers.Any(IsOver))
                await orders.ChangeAsync(order, current => VoucherEffects.Overtaken(current, operation, IsOver, clock.GetUtcNow()) ? null : s_nothing, CancellationToken.None).ConfigureAwait(false);
            if (vouchers.All(IsOver))
                return new EffectRefused("voucher.overtaken", "None of them can be sent any more.");
            if (vouchers.Any(voucher => !IsOver(voucher) && !MayGo(voucher)))
                return new EffectNotKnown("It is suspended, and sent when it is released.");
        }

        return await SendAsync(order, operation).ConfigureAwait(false);
    }

    private Task<EffectOutcome> SendAsync(OrderId order, string operation)
    {
        IReadOnlyList<Voucher> going = [];
        return RunAsync(
            order, operation, EffectKind.Notify, StepNames.NotifyCustomer, "1", notifier.Terms, null,
            (head, effect) => notifier.SendAsync(VoucherMessages.Of(head, going, effect.Key, vault), CancellationToken.None),
            draft =>
            {
                going = [.. draft.Vouchers().Where(voucher => voucher.Pending?.Operation == operation)];
                return VoucherMessages.Prepare(draft.Head, vault);
            },
            draft => draft.Vouchers().Where(voucher => voucher.Pending?.Operation == operation).All(MayGo));
    }

    private static bool MayGo(Voucher voucher) => voucher.State is VoucherState.Issued or VoucherState.Delivered or VoucherState.Viewed;

    private static bool IsOver(Voucher voucher) => voucher.State is VoucherState.Redeemed or VoucherState.Expired or VoucherState.Void or VoucherState.Reissued;

    /// <summary>The code of a reissue that failed was never shown to anybody; when the issuer refuses to void that too, nothing more can be done about it.</summary>
    private async Task<EffectOutcome> WithdrawAsync(OrderDraft draft, Voucher voucher, string operation)
    {
        var order = draft.Head.Id;
        if (draft.Newest(KeyOf(order, operation, StepNames.IssueVouchers, voucher)) is { State: EffectState.Succeeded } issued)
        {
            var made = PreparedOf(issued);
            var outcome = await RunAsync(
                order, operation, EffectKind.VoidVoucher, StepNames.VoidVoucher, VoucherChanges.UnitOf(voucher) + VoucherChanges.NewCode, issuer.Terms, null,
                (head, effect) => issuer.VoidAsync(new VoidVoucherRequest(effect.Key, made.CodeHash, issued.ExternalId, OfferOf(head, voucher)), CancellationToken.None)).ConfigureAwait(false);
            if (outcome is not (EffectDone or EffectRefused))
                return outcome;
        }

        await orders.ChangeAsync(
            order,
            current =>
            {
                if (current.Voucher(voucher.VoucherId) is not { Pending: { Kind: PendingKind.Withdraw } pending } known || pending.Operation != operation)
                    return s_nothing;
                current.Put(known with { Pending = null });
                return null;
            },
            CancellationToken.None).ConfigureAwait(false);
        return new EffectRefused("voucher.withdrawn", "The new code is worthless.");
    }

    private Task<EffectOutcome> RunAsync(
        OrderId order, string operation, EffectKind kind, string step, string unit, GatewayTerms terms, Func<string>? prepare, Func<OrderHead, Effect, Task<GatewayAnswer>> send,
        Func<OrderDraft, string>? prepareFrom = null, Func<OrderDraft, bool>? mayGo = null)
    {
        string? prepared = null;
        return ledger.RunAsync(
            new EffectRun
            {
                Step = StepContext.Aside(order, operation, "vouchers"), StepName = step, Kind = kind, Unit = unit, Terms = terms, Send = send,
                Prepare = prepareFrom is null ? prepare : () => prepared ?? "",
                Guard = draft =>
                {
                    prepared = prepareFrom?.Invoke(draft);
                    return draft.Vouchers().Any(voucher => voucher.Pending?.Operation == operation) && mayGo?.Invoke(draft) is not false
                        ? null : new StepFailed(ErrorCodes.OrderInvalid, "It was finished, or something came first.");
                },
            },
            CancellationToken.None);
    }

    private Task PostponeAsync(OrderId order, string operation) => orders.ChangeAsync(
        order,
        draft =>
        {
            var waiting = draft.Vouchers().Where(voucher => voucher.Pending?.Operation == operation).ToList();
            if (waiting.Count == 0)
                return s_nothing;
            var tried = draft.Effects().Where(effect => effect.Key.Operation == operation).Sum(effect => effect.Sends + effect.Lookups);
            var at = clock.GetUtcNow() + options.LookUpAfter[Math.Clamp(tried - 1, 0, options.LookUpAfter.Count - 1)];
            foreach (var voucher in waiting)
            {
                if (voucher.Pending is { } pending)
                    draft.Put(voucher with { Pending = pending with { LookAt = at } });
            }

            return null;
        },
        CancellationToken.None);

    private string NewCode(Voucher voucher)
    {
        var code = VoucherCode.New();
        return JsonSerializer.Serialize(
            new PreparedVoucher(VoucherIds.After(voucher.VoucherId), voucher.LineId, voucher.Unit, vault.HashOf(code), VoucherCode.Last4Of(code), vault.Seal(code)),
            PipelineJson.Default.PreparedVoucher);
    }

    private static PreparedVoucher PreparedOf(Effect effect) =>
        JsonSerializer.Deserialize(effect.PreparedJson ?? "", PipelineJson.Default.PreparedVoucher) ?? throw new InvalidDataException($"{effect.Key} has no voucher made ready.");

    private static EffectKey KeyOf(OrderId order, string operation, string step, Voucher voucher) => new(order, operation, step, VoucherChanges.UnitOf(voucher), 1);

    private static string OfferOf(OrderHead order, Voucher voucher) => order.Lines.First(line => line.LineId == voucher.LineId).OfferId;
}
