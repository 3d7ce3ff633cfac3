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

    public static OutboxEvent NoteAdded(OrderHead order, bool pinned, DateTimeOffset at) =>
        Of(order, "Order Note Added", at, more: json => json.WriteBoolean("pinned", pinned));

    /// <summary>A dead letter of the order's is in its queue again.</summary>
    public static OutboxEvent MessageRedriven(OrderHead order, string queue, DateTimeOffset at) =>
        Of(order, "Order Message Redriven", at, more: json => json.WriteString("queue", queue));

    /// <summary>What a try of a step ended with; null for a step that has not ended.</summary>
    /// <param name="order">With the step as its current one.</param>
    /// <param name="at">UTC.</param>
    public static OutboxEvent? Step(OrderHead order, DateTimeOffset at)
    {
        var type = order.Step?.Status switch
        {
            StepStatus.Done => "Order Step Succeeded",
            StepStatus.Retrying => "Order Step Retrying",
            StepStatus.Failed => "Order Step Failed",
            StepStatus.Unknown => "Order Step Unknown",
            _ => null,
        };
        return type is null ? null : Of(order, type, at, order.Step?.ErrorCode, more: json => json.WriteNumber("attempt", order.Step?.Attempt ?? 1));
    }

    private static OutboxEvent Of(
        OrderHead order, string detailType, DateTimeOffset at, string? error = null, int? score = null, Action<Utf8JsonWriter>? more = null)
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
            more?.Invoke(json);
            json.WriteEndObject();
        }

        return new OutboxEvent(Topics.DomainEvents, order.Id.Value, Source, detailType, NewId(), at, buffer.WrittenMemory.ToArray());
    }

    private static string NewId() => Guid.CreateVersion7().ToString();
}
