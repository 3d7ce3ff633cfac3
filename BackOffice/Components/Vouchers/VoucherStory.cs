using BackOffice.Core.Fulfilment;
using Icons = MudBlazor.Icons.Material.Rounded;

namespace BackOffice.Components.Vouchers;

/// <summary>One line of a voucher's history.</summary>
public sealed record StoryRow(string Key, DateTimeOffset At, string Icon, string Text, string? Detail = null);

/// <summary>What became of a voucher, from its own record.</summary>
public static class VoucherStory
{
    /// <summary>Newest first.</summary>
    public static IReadOnlyList<StoryRow> Of(Voucher voucher) => [.. Rows(voucher).OrderByDescending(row => row.At)];

    private static IEnumerable<StoryRow> Rows(Voucher voucher)
    {
        yield return new("issued", voucher.IssuedAt, Icons.ConfirmationNumber, voucher.PredecessorId is null ? T("Made") : T("Made in place of the one before"), voucher.IssuerReference is { } reference ? T($"Merchant's reference {reference}") : null);
        if (voucher.DeliveredAt is { } delivered && voucher.Deliveries.All(delivery => delivery.At != delivered))
            yield return new("delivered", delivered, Icons.MarkEmailRead, T("Sent with the order's message"));
        foreach (var delivery in voucher.Deliveries)
            yield return new("delivery-" + delivery.Operation, delivery.At, Icons.MarkEmailRead, T($"Sent again to {delivery.Masked}"), delivery.Reference is { } message ? T($"The mail gateway took it as {message}") : null);
        if (voucher.ViewedAt is { } viewed)
            yield return new("viewed", viewed, Icons.Visibility, T("The customer saw the code"));
        foreach (var redemption in voucher.Redemptions)
        {
            yield return new("redeemed-" + redemption.RedemptionId, redemption.At, Icons.TaskAlt, T($"Redeemed, worth {Formats.Amount(redemption.Value)}"), redemption.Reference is { } receipt ? T($"By {redemption.By}, receipt {receipt}") : T($"By {redemption.By}"));
            if (redemption.ReversedAt is { } reversed)
                yield return new("reversed-" + redemption.RedemptionId, reversed, Icons.Undo, T("The redemption was taken back"), redemption.ReversedReason);
        }

        foreach (var suspension in voucher.Suspensions)
            yield return new("suspended-" + suspension.By, suspension.At, Icons.PanTool, T("Suspended"), suspension.Reason);
        if (voucher.VoidAsked is { } asked)
            yield return new("asked", asked.At, Icons.Send, T("The merchant was asked to void it"), asked.Reason);
        if (voucher.PromoExpiredAt is { } ended)
            yield return new("promotion", ended, Icons.EventBusy, T("The promotion ended; what was paid stays"));
        if (voucher.VoidedAt is { } voided)
            yield return new("voided", voided, Icons.DoNotDisturbOn, voucher.State is VoucherState.Reissued ? T("Void, and another took its place") : T("Void; the merchant confirmed it"), voucher.VoidReason);
    }
}
