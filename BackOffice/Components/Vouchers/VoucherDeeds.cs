using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using Icons = MudBlazor.Icons.Material.Rounded;

namespace BackOffice.Components.Vouchers;

/// <summary>One deed as a button or a menu shows it.</summary>
/// <param name="Deed">Which.</param>
/// <param name="Label">With an ellipsis, because a dialog follows.</param>
/// <param name="Icon">Markup inside a 24 by 24 SVG.</param>
/// <param name="WhyNot">Why it is closed now; null when it is open.</param>
public sealed record VoucherDeedItem(VoucherDeed Deed, string Label, string Icon, string? WhyNot);

/// <summary>What can be done with a voucher as it stands. What is closed stays, with its reason; Core decides again.</summary>
public static class VoucherDeeds
{
    public static IReadOnlyList<VoucherDeedItem> Of(Voucher voucher, OrderDoubt doubt, Actor? actor)
    {
        var noVoid = doubt.AnyCall ? T(OrderDoubt.NoVoid) : null;
        var suspended = voucher.State is VoucherState.Suspended;
        List<VoucherDeedItem> items =
        [
            new(VoucherDeed.Resend, T("Send again…"), Icons.Send, Lacks(actor, Permission.VouchersResend) ?? Busy(voucher) ?? (voucher.State is VoucherState.Issued or VoucherState.Delivered or VoucherState.Viewed ? doubt.Message ? T(OrderDoubt.NoResend) : null : Closed(voucher))),
            new(VoucherDeed.Reveal, T("Show the code…"), Icons.Visibility, Lacks(actor, Permission.VouchersReveal)),
            new(VoucherDeed.Reissue, T("Reissue…"), Icons.SwapHoriz, Lacks(actor, Permission.VouchersManage) ?? Busy(voucher) ?? Dead(voucher) ?? noVoid),
            new(VoucherDeed.Extend, T("Extend…"), Icons.EventRepeat, Lacks(actor, Permission.VouchersManage) ?? Ends(voucher) ?? (suspended ? T("It is suspended.") : Dead(voucher))),
        ];
        items.Add(suspended
            ? new(VoucherDeed.Release, T("Release…"), Icons.LockOpen, Lacks(actor, Permission.VouchersManage) ?? Busy(voucher))
            : new(VoucherDeed.Suspend, T("Suspend…"), Icons.PanTool, Lacks(actor, Permission.VouchersManage) ?? Busy(voucher) ?? Dead(voucher)));
        items.Add(voucher.State is VoucherState.Redeemed
            ? new(VoucherDeed.Reverse, T("Take the redemption back…"), Icons.Undo, Lacks(actor, Permission.VouchersManage))
            : new(VoucherDeed.Void, T("Void…"), Icons.DoNotDisturbOn, Lacks(actor, Permission.VouchersManage) ?? Busy(voucher) ?? Dead(voucher) ?? noVoid));
        return items;
    }

    private static string? Lacks(Actor? actor, Permission permission) => actor is null ? T("Not signed in.") : actor.Lacks(permission) is { } lacks ? T(lacks.Said) : null;

    private static string? Busy(Voucher voucher) => voucher switch
    {
        { Pending: not null } => T("Another act on this voucher is under way; wait for it to end."),
        { VoidAsked: not null } => T("A refund is voiding it; wait for it to end."),
        _ => null,
    };

    private static string? Ends(Voucher voucher) => voucher.PromoExpiresAt is null && voucher.PaidExpiresAt is null ? T("Neither of its values has an end.") : null;

    private static string? Dead(Voucher voucher) => voucher.State is VoucherState.Redeemed or VoucherState.Void or VoucherState.Reissued ? Closed(voucher) : null;

    private static string Closed(Voucher voucher) => voucher.State switch
    {
        VoucherState.Redeemed => T("It is redeemed."),
        VoucherState.Void => T("It is void."),
        VoucherState.Reissued => T("Another voucher took its place."),
        VoucherState.Expired => T("It has expired."),
        VoucherState.Suspended => T("It is suspended."),
        VoucherState.KeptBack => T("It is kept back until the money is taken."),
        VoucherState.Issued or VoucherState.Delivered or VoucherState.Viewed => T("It is in use."),
    };
}
