using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>What forms of refunds must hold, before the order is looked at.</summary>
internal static class RefundChecks
{
    public static Invalid? Of(RefundAsk ask)
    {
        var errors = new List<FieldError>();
        if (string.IsNullOrWhiteSpace(ask.Reason) || ask.Reason.Length > 500)
            errors.Add(new("reason", "Say why: 1 to 500 characters."));
        if (ask.ReasonCode is not { Length: >= 1 and <= 64 })
            errors.Add(new("reasonCode", "A reason code is needed."));
        if (ask.Amount is { } amount && !amount.IsPositive)
            errors.Add(new("amount", "An amount must be above zero."));
        if (ask.Allocation is { Count: > 20 } || ask.Lines.Count > 20)
            errors.Add(new("lines", "At most 20."));
        return errors.Count == 0 ? null : new Invalid(errors);
    }

    public static Invalid? Of(RequestRefund command)
    {
        var errors = new List<FieldError>(Of(command.Ask)?.Fields ?? []);
        if (!CommandChecks.IsId(command.RefundId))
            errors.Add(CommandChecks.WrongId("refundId"));
        else if (command.RefundId == EffectKey.Checkout)
            errors.Add(new("refundId", "That word names the order's own processing."));
        if (command.PreviewHash is not { Length: 64 })
            errors.Add(new("previewHash", "The hash of the preview is needed."));
        return errors.Count == 0 ? null : new Invalid(errors);
    }
}
