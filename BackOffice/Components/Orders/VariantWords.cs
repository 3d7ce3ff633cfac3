using BackOffice.Core.Orders;

namespace BackOffice.Components.Orders;

/// <summary>Why an order took its path, in words.</summary>
public static class VariantWords
{
    /// <summary>A sentence: <c>Instant path: bucket 23.07 is below the dial at 40.00 (policy 17).</c></summary>
    public static string Why(OrderHead order)
    {
        if (order.Variant is not { } variant)
            return $"{order.Route.Path} path.";
        var instant = variant.Variant == "on";
        var why = variant.Reason switch
        {
            VariantReason.Dial => $"bucket {Formats.Points(variant.Bucket)} is {(instant ? "below" : "not below")} the dial at {Formats.Points(variant.Dial)}",
            VariantReason.CityDial => $"bucket {Formats.Points(variant.Bucket)} is {(instant ? "below" : "not below")} the city's dial at {Formats.Points(variant.Dial)}",
            VariantReason.AllowList => "the customer is always instant",
            VariantReason.DenyList => "the customer is never instant",
            VariantReason.Killed => "instant processing was stopped",
        };
        return $"{(instant ? "Instant" : "Batch")} path: {why} (policy {variant.PolicyVersion}).";
    }

    /// <summary>For the facts: <c>bucket 23.07 &lt; 40.00</c>.</summary>
    public static string Short(VariantDecision variant) => variant.Reason switch
    {
        VariantReason.Dial or VariantReason.CityDial => $"bucket {Formats.Points(variant.Bucket)} {(variant.Variant == "on" ? "<" : "≥")} {Formats.Points(variant.Dial)}",
        VariantReason.AllowList => "always instant",
        VariantReason.DenyList => "never instant",
        VariantReason.Killed => "instant stopped",
    };
}
