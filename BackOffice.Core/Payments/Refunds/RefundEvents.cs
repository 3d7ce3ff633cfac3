using System.Buffers;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>A case's events, in EventBridge's envelope, by the outbox. No personal data, and no words of an agent.</summary>
internal static class RefundEvents
{
    public const string Source = "backoffice.refunds";

    public static OutboxEvent Of(OrderHead order, Refund refund, string word, DateTimeOffset at) => Write(order, refund, null, "Refund " + word, at);

    public static OutboxEvent Leg(OrderHead order, Refund refund, RefundLeg leg, string word, DateTimeOffset at) => Write(order, refund, leg, "Refund Leg " + word, at);

    private static OutboxEvent Write(OrderHead order, Refund refund, RefundLeg? leg, string detailType, DateTimeOffset at)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("orderId", order.Id.Value);
            json.WriteString("refundId", refund.RefundId);
            json.WriteString("brand", order.Brand);
            json.WriteString("kind", refund.Ask.Kind.ToString());
            json.WriteString("reasonCode", refund.Ask.ReasonCode);
            json.WriteString("state", refund.State.ToString());
            json.WriteString("approval", refund.Level.ToString());
            Amount(json, "amount", refund.Total);
            if (leg is not null)
            {
                json.WriteString("leg", leg.LegId);
                json.WriteString("legState", leg.State.ToString());
                json.WriteNumber("attempt", leg.Attempt);
                if (leg.Amount is { } amount)
                    Amount(json, "legAmount", amount);
                if (leg.ErrorCode is { } code)
                    json.WriteString("error", code);
            }

            json.WriteEndObject();
        }

        return new OutboxEvent(Topics.DomainEvents, order.Id.Value, Source, detailType, Guid.CreateVersion7().ToString(), at, buffer.WrittenMemory.ToArray());
    }

    private static void Amount(Utf8JsonWriter json, string name, Money amount)
    {
        json.WriteStartObject(name);
        json.WriteNumber("minor", amount.Minor);
        json.WriteString("unit", amount.Unit);
        json.WriteEndObject();
    }
}
