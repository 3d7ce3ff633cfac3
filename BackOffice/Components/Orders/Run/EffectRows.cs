using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using Icons = MudBlazor.Icons.Material.Rounded;

namespace BackOffice.Components.Orders.Run;

/// <summary>What calls to the outside give to the timeline: gateways, and the mail to the customer.</summary>
internal static class EffectRows
{
    public static IEnumerable<TimelineRow> Of(OrderView view)
    {
        foreach (var effect in view.Effects)
        {
            if ((effect.SettledAt ?? effect.LastSentAt) is not { } at)
                continue;
            var step = StepTitles.Of(effect.Key.Step);
            TimelineRow? row = (StateThen(effect), effect.Kind) switch
            {
                (EffectState.Unknown, _) => Row(Icons.HelpOutline, StatusRole.Unknown, T($"{step}: no answer."), UnknownText(effect), TimelineKind.Trouble),
                (EffectState.Sent, _) => Row(Icons.Send, StatusRole.Run, "", T($"{step}: the call went out; the answer is awaited."), TimelineKind.Plain),
                (EffectState.Reversed, _) => Row(Icons.SettingsBackupRestore, StatusRole.Quiet, T($"{step} undone."), "", TimelineKind.Plain),
                (EffectState.Succeeded, EffectKind.FraudScan) => Row(Icons.Shield, StatusRole.Ok, T("Fraud scan done."), view.Head.FraudScore is { } score ? T($"Score {score}.") : "", TimelineKind.Plain),
                (EffectState.Succeeded, EffectKind.Authorise) => Row(Icons.CreditCard, StatusRole.Ok, "", Authorised(view, effect), TimelineKind.Plain),
                (EffectState.Succeeded, EffectKind.Capture) => Row(Icons.Payments, StatusRole.Ok, "", T($"{Amount(effect)} taken from {Card(view)}"), TimelineKind.Plain),
                (EffectState.Awaiting, _) => Row(Icons.HourglassTop, StatusRole.Wait, "", T($"{step}: the gateway has it and has not finished."), TimelineKind.Plain),
                (EffectState.Succeeded, EffectKind.VoidVoucher) => Row(Icons.DoNotDisturbOn, StatusRole.Quiet, "", T("The merchant confirmed that a voucher is void"), TimelineKind.Plain),
                (EffectState.Succeeded, EffectKind.RefundPayment) => Row(Icons.CurrencyExchange, StatusRole.Ok, "", T($"{Amount(effect)} went back to {Card(view)}"), TimelineKind.Plain),
                (EffectState.Succeeded, EffectKind.RedeemMiles) => Row(Icons.Loyalty, StatusRole.Ok, "", T($"{Amount(effect)} taken from the member's account"), TimelineKind.Plain),
                (EffectState.Succeeded, EffectKind.RecreditMiles) => Row(Icons.Loyalty, StatusRole.Ok, "", Recredited(view, effect), TimelineKind.Plain),
                (EffectState.Succeeded, EffectKind.ReleaseAuthorisation) => Row(Icons.LockOpen, StatusRole.Ok, "", T($"The reservation of {Amount(effect)} on {Card(view)} is released"), TimelineKind.Plain),
                (EffectState.Succeeded, EffectKind.NotifyRefund) => Row(Icons.MarkEmailRead, StatusRole.Ok, "", T("Message about the refund sent to the customer"), TimelineKind.Plain),
                (EffectState.Succeeded, EffectKind.Notify) => Row(Icons.MarkEmailRead, StatusRole.Ok, "", T("Message with the vouchers sent to the customer"), TimelineKind.Plain),
                _ => null,
            };
            if (row is not null)
                yield return row;

            TimelineRow Row(string icon, StatusRole role, string lead, string text, TimelineKind kind) =>
                new($"effect-{effect.Key}", at, icon, role, lead, text, effect.Kind is EffectKind.Notify ? T("Mail") : T("Effect"), kind);
        }
    }

    /// <summary>What an unwinding took back stays what it was when it was done: the release, void or recredit has a row of its own, at its own time.</summary>
    private static EffectState StateThen(Effect effect) =>
        effect is { State: EffectState.Reversed, Kind: not (EffectKind.RefundPayment or EffectKind.RecreditMiles) } ? EffectState.Succeeded : effect.State;

    private static string Authorised(OrderView view, Effect effect) => view.Head.Tenders.FirstOrDefault()?.AuthorisedUntil is { } until
        ? T($"{Card(view)} authorised for {Amount(effect)}, valid until {Formats.Day(until)}")
        : T($"{Card(view)} authorised for {Amount(effect)}");

    private static string Recredited(OrderView view, Effect effect)
    {
        var leg = view.Refunds.SelectMany(refund => refund.Legs.Where(leg => leg.KeyOf(view.Head.Id, refund.RefundId) == effect.Key)).FirstOrDefault();
        return leg is { Amount: { } amount, Forfeited: { IsPositive: true } expired }
            ? T($"{Formats.Amount(amount - expired)} went back to the member's account; {Formats.Amount(expired)} had expired")
            : T($"{Amount(effect)} went back to the member's account");
    }

    private static string UnknownText(Effect effect) => effect.Lookups == 0
        ? T($"Sent {Formats.Times(Math.Max(1, effect.Sends))}, not looked up yet. It is not repeated until we know.")
        : T($"Sent {Formats.Times(Math.Max(1, effect.Sends))}, looked up {Formats.Times(effect.Lookups)}. It is not repeated until we know.");

    private static string Card(OrderView view) => view.Head.Tenders.FirstOrDefault() is { } tender ? TenderWords.Of(tender) : T("the card");

    private static string Amount(Effect effect) => effect.Amount is { } amount ? Formats.Amount(amount) : T("the amount");
}
