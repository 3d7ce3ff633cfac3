using System.Security.Cryptography;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Destinations;

namespace BackOffice.Core.Routing.Inbound;

/// <summary>
/// Webhooks of others, checked and put on the bus: source <c>webhook.NAME</c>, the body as the detail. An event that comes twice is one event: by the sender's
/// id, or where it has none by the body. A body that names an order (<c>orderId</c>, or Zendesk's <c>external_id</c>) is found from that order's page.
/// </summary>
public sealed class InboundHooks(RoutingOptions options, ISecrets secrets, IEventBus bus, TimeProvider clock)
{
    /// <param name="name">Of the configured hook.</param>
    /// <param name="header">The value of a header, or null when it is not there exactly once.</param>
    /// <param name="body">As it came.</param>
    /// <param name="cancellationToken">Until it is put.</param>
    /// <returns>Forbidden for a signature that is not the sender's, NotFound for a name that is not configured, Invalid for a body that is no event, Unavailable.</returns>
    public async Task<Result<Done>> ReceiveAsync(string name, Func<string, string?> header, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        if (!options.Inbound.TryGetValue(name, out var hook))
            return new NotFound("hook.not-found", $"There is no hook {name}.");
        if (secrets.Find(hook.Secret ?? "") is not { Length: > 0 } secret || !IsSigned(hook, secret, header, body.Span))
            return new Forbidden("webhook signature", "The request is not signed by who it should be.");
        if (Read(body) is not { } content)
            return new Invalid("", "The body must be a JSON object.");
        var id = hook.Format is InboundFormat.Standard ? header(WebhookSignature.IdHeader) : content.Id;
        var put = await bus.PutEventsAsync(
            [
                new PutEvent(
                    "webhook." + name, content.Type ?? "Webhook Received", body, Id: id is { Length: >= 1 and <= 100 } ? id : Convert.ToHexStringLower(SHA256.HashData(body.Span)), Key: content.Order),
            ],
            cancellationToken).ConfigureAwait(false);
        if (put.Error is { } error)
            return error;
        return put.Value[0] switch
        {
            { ErrorCode: null } => Done.Value,
            { ErrorCode: "InternalFailure" } down => new Unavailable("hook.not-stored", down.ErrorMessage ?? "The event could not be stored. Send it again."),
            var refused => new Invalid("", refused.ErrorMessage ?? "The event was refused."),
        };
    }

    private bool IsSigned(InboundOptions hook, string secret, Func<string, string?> header, ReadOnlySpan<byte> body)
    {
        var now = clock.GetUtcNow();
        return hook.Format switch
        {
            InboundFormat.Standard => WebhookSignature.IsStandard(
                secret, header(WebhookSignature.IdHeader), header(WebhookSignature.TimeHeader), header(WebhookSignature.SignatureHeader), body, now, hook.Tolerance),
            InboundFormat.Zendesk => WebhookSignature.IsZendesk(
                secret, header("X-Zendesk-Webhook-Signature-Timestamp"), header("X-Zendesk-Webhook-Signature"), body, now, hook.Tolerance),
        };
    }

    /// <summary>What the body says of itself; Zendesk's events have <c>id</c>, <c>type</c> and <c>detail.external_id</c>.</summary>
    private static Content? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind is not JsonValueKind.Object)
                return null;
            var detail = root.TryGetProperty("detail", out var inner) && inner.ValueKind is JsonValueKind.Object ? inner : root;
            var order = Text(root, "orderId") ?? Text(detail, "orderId") ?? Text(detail, "external_id");
            return new Content(Text(root, "id"), Text(root, "type") is { Length: <= 128 } type ? type : null, order is { Length: <= 100 } ? order : null);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private sealed record Content(string? Id, string? Type, string? Order);
}
