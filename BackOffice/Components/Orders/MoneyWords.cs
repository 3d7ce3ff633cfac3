using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;

namespace BackOffice.Components.Orders;

/// <summary>What has happened to card and goods so far, as one sentence.</summary>
public static class MoneyWords
{
    public static string SoFar(OrderView view) => (view.Head.Payment, GoodsOf(view)) switch
    {
        (PaymentStatus.None, Goods.None) => T("Nothing was charged and nothing was sent."),
        (PaymentStatus.None, Goods.Sent) => T("Nothing was charged; vouchers were sent."),
        (PaymentStatus.None, Goods.One) => T("Nothing was charged; the voucher is made and not sent."),
        (PaymentStatus.None, Goods.Several) => T($"Nothing was charged; {CountOf(view)} vouchers are made and not sent."),
        (PaymentStatus.Authorised, Goods.None) => T("The money is reserved on the card and not taken; nothing was sent."),
        (PaymentStatus.Authorised, Goods.Sent) => T("The money is reserved on the card and not taken; vouchers were sent."),
        (PaymentStatus.Authorised, Goods.One) => T("The money is reserved on the card and not taken; the voucher is made and not sent."),
        (PaymentStatus.Authorised, Goods.Several) => T($"The money is reserved on the card and not taken; {CountOf(view)} vouchers are made and not sent."),
        (PaymentStatus.PartlyCaptured, Goods.None) => T("A part of the money was taken; nothing was sent."),
        (PaymentStatus.PartlyCaptured, Goods.Sent) => T("A part of the money was taken; vouchers were sent."),
        (PaymentStatus.PartlyCaptured, Goods.One) => T("A part of the money was taken; the voucher is made and not sent."),
        (PaymentStatus.PartlyCaptured, Goods.Several) => T($"A part of the money was taken; {CountOf(view)} vouchers are made and not sent."),
        (PaymentStatus.Captured or PaymentStatus.Overpaid, Goods.None) => T("The money was taken; nothing was sent."),
        (PaymentStatus.Captured or PaymentStatus.Overpaid, Goods.Sent) => T("The money was taken; vouchers were sent."),
        (PaymentStatus.Captured or PaymentStatus.Overpaid, Goods.One) => T("The money was taken; the voucher is made and not sent."),
        (PaymentStatus.Captured or PaymentStatus.Overpaid, Goods.Several) => T($"The money was taken; {CountOf(view)} vouchers are made and not sent."),
        (PaymentStatus.PartlyRefunded, _) => T("A part of the money went back."),
        (PaymentStatus.Refunded or PaymentStatus.ChargedBack, _) => T("The money went back."),
    };

    private static Goods GoodsOf(OrderView view) => view.Head.NotifiedAt is not null ? Goods.Sent : Made(view) switch { 0 => Goods.None, 1 => Goods.One, _ => Goods.Several };

    private static string CountOf(OrderView view) => Formats.Counted(Made(view));

    private static int Made(OrderView view) => view.Vouchers.Count(voucher => voucher.State is not (VoucherState.Void or VoucherState.Reissued));

    private enum Goods
    {
        None,
        One,
        Several,
        Sent,
    }
}
