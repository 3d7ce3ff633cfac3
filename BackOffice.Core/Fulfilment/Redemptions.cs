using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Fulfilment;

/// <inheritdoc cref="IRedemptions"/>
public sealed class Redemptions(
    IStore store, OrderWriter orders, VoucherVault vault, CallerLimits limits, VoucherOptions options, TimeProvider clock) : IRedemptions
{
    /// <summary>What a code that cannot be redeemed is answered, whatever the reason.</summary>
    public static readonly Rejected NotRedeemable = new(
        "voucher.not-redeemable", "This code cannot be redeemed. If the goods were given already, keep the receipt: a report with the time at which it happened is kept for review.");

    private static readonly Rejected s_stop = new("redemption.stop", "Nothing to write.");

    public async Task<Result<RedeemedVoucher>> RedeemAsync(RedeemVoucher command, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.VouchersRedeem) is { } forbidden)
            return forbidden;
        if (Wrong(command) is { } invalid)
            return invalid;
        if (MerchantsOf(actor) is not { Length: > 0 } merchants)
            return new Rejected("voucher.no-merchant", "This client is bound to no merchant, so it redeems nothing. Vouchers:Merchants binds it.");
        if (limits.Take(actor.Id) is { } throttled)
            return throttled;
        var began = clock.GetTimestamp();
        var redeemed = await TryAsync(command, actor, merchants, cancellationToken).ConfigureAwait(false);
        if (ReferenceEquals(redeemed.Error, NotRedeemable))
        {
            limits.Miss(actor.Id);
            var left = options.RefuseAfter - clock.GetElapsedTime(began);
            if (left > TimeSpan.Zero)
                await Task.Delay(left, clock, cancellationToken).ConfigureAwait(false);
        }

        return PipelineMetrics.Command("redeem-voucher", redeemed);
    }

    private async Task<Result<RedeemedVoucher>> TryAsync(RedeemVoucher command, Actor actor, string[] merchants, CancellationToken cancellationToken)
    {
        if (VoucherCode.Normalise(command.Code) is not { } code || !VoucherCode.CheckIsRight(code))
            return NotRedeemable;
        var hash = vault.HashOf(code);
        if (await store.FindAsync(KeyClasses.VoucherCode, hash, prefix: false, 1, cancellationToken).ConfigureAwait(false) is not [var subject])
            return NotRedeemable;
        Result<RedeemedVoucher> outcome = NotRedeemable;
#if DEBUG
        if (SeededBugs.Is(SeededBugs.RedeemedOnARead) && await orders.ReadAsync(new OrderId(subject.Name), cancellationToken).ConfigureAwait(false) is { } seen)
        {
            seen = seen.Again();
            outcome = Redeem(seen, hash, command, actor, merchants, out var redeemed);
            if (redeemed)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(30), clock, CancellationToken.None).ConfigureAwait(false);
                var after = seen.Vouchers().First(voucher => voucher.CodeHash == hash);
                await orders.ChangeAsync(
                    new OrderId(subject.Name),
                    draft =>
                    {
                        draft.Put(after);
                        return null;
                    },
                    CancellationToken.None).ConfigureAwait(false);
            }

            return outcome;
        }
#endif
        var written = await orders.ChangeAsync(
            new OrderId(subject.Name),
            draft =>
            {
                outcome = Redeem(draft, hash, command, actor, merchants, out var write);
                return write ? null : s_stop;
            },
            CancellationToken.None).ConfigureAwait(false);
        return written.IsSuccess || ReferenceEquals(written.Error, s_stop) ? outcome : written.Error switch
        {
            Conflict { Code: "store.key-taken" } => KeyReused(),
            Conflict => new Unavailable("voucher.busy", "Many redemptions of one order at once. Send it again with the same key."),
            { } error => error,
        };
    }

    private Result<RedeemedVoucher> Redeem(OrderDraft draft, string hash, RedeemVoucher command, Actor actor, string[] merchants, out bool write)
    {
        write = false;
        if (draft.Vouchers().FirstOrDefault(candidate => candidate.CodeHash == hash) is not { } voucher)
            return NotRedeemable;
#if DEBUG
        while (SeededBugs.Is(SeededBugs.OldCodeRedeems) && voucher.SuccessorId is { } next && draft.Voucher(next) is { } successor)
            voucher = successor;
#endif
        var line = draft.Head.Lines.First(candidate => candidate.LineId == voucher.LineId);
        if (!merchants.Contains("*") && !merchants.Contains(line.MerchantId))
            return NotRedeemable;
        var id = $"{actor.Id}|{command.Key}";
        if (voucher.Redemptions.FirstOrDefault(known => known.RedemptionId == id && known.ReversedAt is null) is { } earlier)
            return Answer(voucher, line, earlier, repeated: true);
        if (draft.Vouchers().Any(other => other.Redemptions.Any(known => known.RedemptionId == id)))
            return KeyReused();
        var now = clock.GetUtcNow();
        var redemption = new Redemption(id, actor.Id, now, voucher.WorthAt(command.HappenedAt ?? now), command.Reference) { HappenedAt = command.HappenedAt };
        var cause = new VoucherCause(actor, id, "", now);
        var error = VoucherChanges.Move(draft, voucher.VoucherId, cause, VoucherAct.Redeemed, known => VoucherMoves.Redeem(known, redemption), $"Voucher {voucher.VoucherId}, worth {redemption.Value}.");
        if (error is null)
        {
            write = true;
            draft.AddKey(KeyClasses.Redemption, id, unique: true);
            return Answer(voucher, line, redemption, repeated: false);
        }

        if (command.HappenedAt is not null)
        {
            write = voucher.Late.All(known => known.RedemptionId != id);
            if (write)
                LateRedemptions.Report(draft, voucher.VoucherId, new LateRedemption(id, actor.Id, now, command.HappenedAt, voucher.State, command.Reference), cause);
            return NotRedeemable;
        }

        return voucher.Redemption is { } standing && standing.By == actor.Id
            ? new Conflict("voucher.already-redeemed", "You redeemed this code before.", null, standing.At)
            : NotRedeemable;
    }

    private static RedeemedVoucher Answer(Voucher voucher, OrderLine line, Redemption redemption, bool repeated) =>
        new(voucher.CodeLast4, line.OfferId, line.UnitId, line.Title, redemption.Value, redemption.At, repeated);

    private static Conflict KeyReused() => new("voucher.key-reused", "This key redeemed another code.");

    private string[] MerchantsOf(Actor actor)
    {
        const string client = "client:";
        return actor.Kind is ActorKind.Client && actor.Id.StartsWith(client, StringComparison.Ordinal) && options.Merchants.TryGetValue(actor.Id[client.Length..], out var merchants) ? merchants : [];
    }

    private Invalid? Wrong(RedeemVoucher command)
    {
        List<FieldError> errors = [];
        if (command.Key is not { Length: >= 1 and <= 100 })
            errors.Add(new("Idempotency-Key", "1 to 100 characters."));
        if (command.Reference?.Length > 100)
            errors.Add(new("/reference", "At most 100 characters."));
        if (command.HappenedAt > clock.GetUtcNow().AddMinutes(5))
            errors.Add(new("/happenedAt", "It cannot lie in the future."));
        return errors.Count == 0 ? null : new Invalid(errors);
    }
}
