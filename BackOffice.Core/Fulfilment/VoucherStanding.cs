using BackOffice.Core.Orders;

namespace BackOffice.Core.Fulfilment;

/// <summary>
/// Where a voucher stands that nobody has moved: kept back until the money is taken, delivered once the order's message went out. It follows from the order's
/// head, so that neither event has to rewrite up to four hundred vouchers.
/// </summary>
public static class VoucherStanding
{
    public static Voucher Of(Voucher stored, OrderHead order)
    {
        if (stored.State is not (VoucherState.Issued or VoucherState.KeptBack or VoucherState.Delivered))
            return stored;
        if (stored.DeliveredAt is not null)
            return stored with { State = VoucherState.Delivered };
        // A successor has messages of its own; the order's went out before it was made.
        if (order.NotifiedAt is { } sent && stored.PredecessorId is null)
            return stored with { State = VoucherState.Delivered, DeliveredAt = sent };
        return stored with
        {
            State = order.Payment is PaymentStatus.None or PaymentStatus.Authorised or PaymentStatus.PartlyCaptured ? VoucherState.KeptBack : VoucherState.Issued,
        };
    }
}
