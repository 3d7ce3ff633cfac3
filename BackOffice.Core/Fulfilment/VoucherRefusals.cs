using BackOffice.Core.Common;

namespace BackOffice.Core.Fulfilment;

/// <summary>Why a voucher cannot be moved, for people and, by code, for programs.</summary>
internal static class VoucherRefusals
{
    public const string RedeemedCode = "voucher.redeemed";
    public const string VoidCode = "voucher.void";
    public const string ExpiredCode = "voucher.expired";

    public static readonly Rejected Redeemed = new(RedeemedCode, "The voucher is redeemed.");
    public static readonly Rejected Expired = new(ExpiredCode, "The voucher has expired.");
    public static readonly Rejected Suspended = new("voucher.suspended", "The voucher is suspended.");
    public static readonly Rejected KeptBack = new("voucher.kept-back", "The voucher is kept back until the money is taken.");
    public static readonly Rejected VoidPending = new("voucher.void-asked", "A void is under way: the issuer was asked and has not confirmed it yet.");
    public static readonly Rejected NotRedeemed = new("voucher.not-redeemed", "The voucher is not redeemed.");
    public static readonly Rejected Busy = new("voucher.busy", "Another act on this voucher is under way; wait for it to end.");

    public static readonly Rejected OrderUnknown = new("voucher.order-unknown", OrderDoubt.NoVoid);

    /// <summary>Of a voucher that is dead or used up.</summary>
    public static Rejected Of(Voucher voucher) => voucher.State switch
    {
        VoucherState.Redeemed => Redeemed,
        VoucherState.Void => new(VoidCode, "The voucher is void."),
        VoucherState.Reissued => new("voucher.reissued", $"The voucher was reissued: {voucher.SuccessorId} took its place."),
        VoucherState.Expired => Expired,
        VoucherState.Suspended => voucher.VoidAsked is null ? Suspended : VoidPending,
        VoucherState.KeptBack => KeptBack,
        VoucherState.Issued or VoucherState.Delivered or VoucherState.Viewed => new("voucher.live", "The voucher is in use."),
    };
}
