using BackOffice.Core.Orders;
using Icons = MudBlazor.Icons.Material.Rounded;

namespace BackOffice.Components.Holds;

/// <summary>Holds in words.</summary>
public static class HoldWords
{
    public static StatusLook Of(FraudBand band) => band switch
    {
        FraudBand.Low => new(T("Low risk"), Icons.GppGood, StatusRole.Quiet),
        FraudBand.Elevated => new(T("Elevated risk"), Icons.GppMaybe, StatusRole.Wait),
        FraudBand.High => new(T("High risk"), Icons.GppMaybe, StatusRole.Late),
        FraudBand.VeryHigh => new(T("Very high risk"), Icons.GppBad, StatusRole.Fail),
    };

    /// <summary>What the customer's other orders say, for somebody who looks a second time.</summary>
    public static string History(IReadOnlyList<OrderHead> others)
    {
        var (done, rejected) = (others.Count(order => order.Headline is Headline.Done), others.Count(order => order.Fraud is FraudStatus.Rejected));
        return rejected > 0
            ? T($"The customer has {others.Count} other orders: {done} delivered, {rejected} rejected after a fraud check.")
            : T($"The customer has {others.Count} other orders: {done} delivered, none rejected after a fraud check.");
    }
}
