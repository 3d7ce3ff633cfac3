using System.Globalization;
using BackOffice.Core.Routing.Delivery;

namespace BackOffice.Components.Routing.Deliveries;

/// <summary>Addresses of the pages of deliveries.</summary>
internal static class DeliveryAddress
{
    public const string List = "/rules/deliveries";
    public const string Dead = "/rules/dead-letters";
    public const string Replay = "/rules/replay";

    public static string Of(EventDelivery delivery) => string.Create(CultureInfo.InvariantCulture, $"{List}/{delivery.Id}");

    public static string OfGroup(DeadGroup group) =>
        $"{Dead}?rule={Uri.EscapeDataString(group.Rule)}&target={Uri.EscapeDataString(group.Target)}&error={Uri.EscapeDataString(group.ErrorCode)}";

    public static string OfReplay(string name) => $"{List}?replay={Uri.EscapeDataString(name)}";

    public static string OfRule(string rule) => $"{List}?rule={Uri.EscapeDataString(rule)}";
}
