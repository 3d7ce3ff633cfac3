using System.Buffers;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Orders;

/// <summary>The order's events, in EventBridge's envelope. No personal data: a reader that may see it asks for the order.</summary>
public static class OrderEvents
{
    public const string Source = "backoffice.orders";

    /// <summary>The order notification: what the dispatcher reads.</summary>
    public static OutboxEvent Notification(OrderHead order, DateTimeOffset at) => new(
        Topics.OrderNotifications, order.Id.Value, Source, "Order Notification", NewId(), at,
        JsonSerializer.SerializeToUtf8Bytes(new OrderInput(order.Id.Value), PipelineJson.Default.OrderInput));

    public static OutboxEvent Placed(OrderHead order, DateTimeOffset at) => Of(order, "Order Placed", at);

    public static OutboxEvent Completed(OrderHead order, DateTimeOffset at) => Of(order, "Order Completed", at);

    public static OutboxEvent Failed(OrderHead order, DateTimeOffset at, string? error) => Of(order, "Order Failed", at, error);

    public static OutboxEvent FellBack(OrderHead order, DateTimeOffset at, string? error) => Of(order, "Order Fell Back", at, error);

    public static OutboxEvent Stuck(OrderHead order, DateTimeOffset at) => Of(order, "Order Stuck", at);

    public static OutboxEvent HoldPlaced(OrderHead order, Hold hold, DateTimeOffset at) => Of(order, "Order Held", at, score: hold.Score);

    public static OutboxEvent HoldDecided(OrderHead order, bool approved, DateTimeOffset at) =>
        Of(order, approved ? "Order Hold Approved" : "Order Hold Rejected", at);

    public static OutboxEvent Retried(OrderHead order, DateTimeOffset at) => Of(order, "Order Retried", at);

    private static OutboxEvent Of(OrderHead order, string detailType, DateTimeOffset at, string? error = null, int? score = null)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("orderId", order.Id.Value);
            json.WriteString("kind", order.Kind.ToString());
            json.WriteString("brand", order.Brand);
            json.WriteString("city", order.Lines[0].City);
            json.WriteString("path", order.Route.Path.ToString());
            json.WriteString("step", order.Step?.Name);
            json.WriteStartObject("amount");
            json.WriteNumber("minor", order.Total.Minor);
            json.WriteString("unit", order.Total.Unit);
            json.WriteEndObject();
            if (error is not null)
                json.WriteString("error", error);
            if (score is { } value)
                json.WriteNumber("score", value);
            json.WriteEndObject();
        }

        return new OutboxEvent(Topics.DomainEvents, order.Id.Value, Source, detailType, NewId(), at, buffer.WrittenMemory.ToArray());
    }

    private static string NewId() => Guid.CreateVersion7().ToString();
}
