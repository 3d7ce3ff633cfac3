using BackOffice.Core.Common;

namespace BackOffice.Core.Fulfilment;

/// <summary>
/// What can become of a voucher: each move is pure and gives the voucher after it, or a <see cref="Rejected"/> that says why not. The same move again by the
/// same operation gives the voucher as it is, so that whoever was interrupted may repeat it. The moves take a voucher as <see cref="VoucherStanding"/> gives it.
/// </summary>
public static class VoucherMoves
{
    /// <summary>Keeps it from being redeemed. Several may suspend one voucher; it counts again when the last has released it.</summary>
    public static Result<Voucher> Suspend(Voucher voucher, VoucherSuspension suspension)
    {
        if (voucher.Suspensions.Any(known => known.By == suspension.By))
            return voucher;
        return voucher.State switch
        {
            VoucherState.Issued or VoucherState.KeptBack or VoucherState.Delivered or VoucherState.Viewed or VoucherState.Expired =>
                voucher with { State = VoucherState.Suspended, ReturnsTo = voucher.State == VoucherState.Expired ? voucher.ReturnsTo : voucher.State, Suspensions = [suspension] },
            VoucherState.Suspended => voucher with { Suspensions = [.. voucher.Suspensions, suspension] },
            VoucherState.Redeemed or VoucherState.Void or VoucherState.Reissued => VoucherRefusals.Of(voucher),
        };
    }

    /// <summary>Takes one suspension away; nothing changes where that one does not hold it. Refused while its void is asked at the issuer.</summary>
    public static Result<Voucher> Release(Voucher voucher, string by)
    {
        if (voucher.State is not VoucherState.Suspended || voucher.Suspensions.All(known => known.By != by))
            return voucher;
        if (voucher.VoidAsked?.Operation == by)
            return VoucherRefusals.VoidPending;
        VoucherSuspension[] left = [.. voucher.Suspensions.Where(known => known.By != by)];
        return left.Length > 0
            ? voucher with { Suspensions = left }
            : voucher with { Suspensions = [], State = voucher.ReturnsTo ?? VoucherState.Issued, ReturnsTo = null };
    }

    /// <summary>First phase of a void: suspended, and to be asked at the issuer. Only the issuer's answer lets it end.</summary>
    public static Result<Voucher> BeginVoid(Voucher voucher, string operation, string reason, DateTimeOffset at)
    {
        if (voucher.VoidedBy == operation || voucher.VoidAsked?.Operation == operation)
            return voucher;
        if (voucher.VoidAsked is not null)
            return VoucherRefusals.VoidPending;
        return Suspend(voucher, new(operation, reason, at)).Map(suspended => suspended with { VoidAsked = new(operation, reason, at) });
    }

    /// <summary>Second phase: the issuer confirmed it. Refused without the first phase of the same operation.</summary>
    public static Result<Voucher> ConfirmVoid(Voucher voucher, string operation, DateTimeOffset at)
    {
        if (voucher.State is VoucherState.Void && voucher.VoidedBy == operation)
            return voucher;
        return voucher.VoidAsked?.Operation == operation
            ? Dead(voucher, VoucherState.Void, voucher.VoidAsked, at)
            : new Rejected("voucher.void-not-asked", "Nobody asked the issuer to void this voucher.");
    }

    /// <summary>The issuer refused, for good: the voucher stays suspended by the operation, which may then release it.</summary>
    public static Result<Voucher> AbandonVoid(Voucher voucher, string operation) =>
        voucher.VoidAsked?.Operation == operation ? voucher with { VoidAsked = null } : voucher;

    /// <summary>Second phase of a reissue: the old one dies and its successor lives, in one commit. The successor has the same values and a code of its own.</summary>
    public static Result<ReissuedVoucher> Reissue(Voucher voucher, IssuedCode code, string operation, DateTimeOffset at)
    {
        if (voucher.VoidAsked is not { } asked || asked.Operation != operation)
            return new Rejected("voucher.void-not-asked", "Nobody asked the issuer to void this voucher.");
        var successor = new Voucher
        {
            VoucherId = VoucherIds.After(voucher.VoucherId), LineId = voucher.LineId, Unit = voucher.Unit,
            CodeHash = code.Hash, CodeLast4 = code.Last4, CodeCipher = code.Cipher, IssuerReference = code.IssuerReference,
            State = VoucherState.Issued, IssuedAt = at, IssuedBy = operation, PredecessorId = voucher.VoucherId,
            PaidValue = voucher.PaidValue, PaidExpiresAt = voucher.PaidExpiresAt, PromoValue = voucher.PromoValue, PromoExpiresAt = voucher.PromoExpiresAt,
            PromoExpiredAt = voucher.PromoExpiredAt, Zone = voucher.Zone, ExtendableUntil = voucher.ExtendableUntil,
        };
        return new ReissuedVoucher(Dead(voucher, VoucherState.Reissued, asked, at) with { SuccessorId = successor.VoucherId }, successor);
    }

    /// <summary>Uses it up: once. The same redemption again gives the voucher as it is; another is refused.</summary>
    public static Result<Voucher> Redeem(Voucher voucher, Redemption redemption)
    {
        if (voucher.Redemptions.Any(known => known.RedemptionId == redemption.RedemptionId))
            return voucher;
        if (voucher.State is not (VoucherState.Issued or VoucherState.Delivered or VoucherState.Viewed))
            return VoucherRefusals.Of(voucher);
        return (redemption.HappenedAt ?? redemption.At) >= voucher.PaidExpiresAt
            ? VoucherRefusals.Expired
            : voucher with { State = VoucherState.Redeemed, Redemptions = [.. voucher.Redemptions, redemption] };
    }

    /// <summary>Takes a redemption back: the voucher returns to Viewed, since its code was shown. What was reversed stays in its history.</summary>
    public static Result<Voucher> ReverseRedemption(Voucher voucher, string redemptionId, string by, string reason, DateTimeOffset at)
    {
        if (voucher.Redemptions.Any(known => known.RedemptionId == redemptionId && known.ReversedBy == by))
            return voucher;
        if (voucher.State is not VoucherState.Redeemed || voucher.Redemption?.RedemptionId != redemptionId)
            return VoucherRefusals.NotRedeemed;
        return voucher with
        {
            State = VoucherState.Viewed,
            ViewedAt = voucher.ViewedAt ?? at,
            Redemptions = [.. voucher.Redemptions.Select(known => known.RedemptionId == redemptionId ? known with { ReversedAt = at, ReversedBy = by, ReversedReason = reason } : known)],
        };
    }

    /// <summary>The customer saw the code. A fact of the business: what an agent sees is not this.</summary>
    public static Result<Voucher> View(Voucher voucher, DateTimeOffset at) => voucher.State switch
    {
        VoucherState.Issued or VoucherState.Delivered => voucher with { State = VoucherState.Viewed, ViewedAt = voucher.ViewedAt ?? at },
        VoucherState.Viewed or VoucherState.Redeemed => voucher,
        VoucherState.KeptBack or VoucherState.Suspended or VoucherState.Expired or VoucherState.Void or VoucherState.Reissued => VoucherRefusals.Of(voucher),
    };

    private static Voucher Dead(Voucher voucher, VoucherState state, VoidAsked asked, DateTimeOffset at) => voucher with
    {
        State = state, VoidedAt = at, VoidedBy = asked.Operation, VoidReason = asked.Reason, VoidAsked = null, Suspensions = [], ReturnsTo = null,
        // What is still to be done outside is not forgotten with it: a code that must be made worthless, a message that must be called off.
        Pending = voucher.Pending is { Kind: PendingKind.Withdraw or PendingKind.Resend } left ? left : null,
    };
}
