using BackOffice.Core.Orders;

namespace BackOffice.Components.Orders;

/// <summary>Why an order took its path, in words.</summary>
public static class VariantWords
{
    /// <summary>A sentence: <c>Instant path: bucket 23.07 is below the dial at 40.00 (policy 17).</c></summary>
    public static string Why(OrderHead order)
    {
        if (order.Variant is not { } variant)
            return order.Route.Path is OrderPath.Instant ? T("Instant path.") : T("Batch path.");
        var (bucket, dial, policy) = (Formats.Points(variant.Bucket), Formats.Points(variant.Dial), variant.PolicyVersion);
        return (variant.Reason, variant.Variant == "on") switch
        {
            (VariantReason.Dial, true) => T($"Instant path: bucket {bucket} is below the dial at {dial} (policy {policy})."),
            (VariantReason.Dial, false) => T($"Batch path: bucket {bucket} is not below the dial at {dial} (policy {policy})."),
            (VariantReason.CityDial, true) => T($"Instant path: bucket {bucket} is below the city's dial at {dial} (policy {policy})."),
            (VariantReason.CityDial, false) => T($"Batch path: bucket {bucket} is not below the city's dial at {dial} (policy {policy})."),
            (VariantReason.AllowList, _) => T($"Instant path: the customer is always instant (policy {policy})."),
            (VariantReason.DenyList, _) => T($"Batch path: the customer is never instant (policy {policy})."),
            (VariantReason.Killed, _) => T($"Batch path: instant processing was stopped (policy {policy})."),
        };
    }

    /// <summary>For the facts: <c>bucket 23.07 &lt; 40.00</c>.</summary>
    public static string Short(VariantDecision variant) => variant.Reason switch
    {
        VariantReason.Dial or VariantReason.CityDial when variant.Variant == "on" => T($"bucket {Formats.Points(variant.Bucket)} < {Formats.Points(variant.Dial)}"),
        VariantReason.Dial or VariantReason.CityDial => T($"bucket {Formats.Points(variant.Bucket)} ≥ {Formats.Points(variant.Dial)}"),
        VariantReason.AllowList => T("always instant"),
        VariantReason.DenyList => T("never instant"),
        VariantReason.Killed => T("instant stopped"),
    };
}
