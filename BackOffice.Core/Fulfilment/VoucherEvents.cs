using System.Buffers;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Fulfilment;

/// <summary>Events of vouchers, in EventBridge's envelope. No code, no part of one, and no personal data.</summary>
internal static class VoucherEvents
{
    public const string Source = "backoffice.vouchers";

    public static OutboxEvent Of(OrderHead order, Voucher voucher, string detailType, string operation, DateTimeOffset at)
    {
        var line = order.Lines.First(candidate => candidate.LineId == voucher.LineId);
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("orderId", order.Id.Value);
            json.WriteString("brand", order.Brand);
            json.WriteString("voucherId", voucher.VoucherId);
            json.WriteNumber("line", voucher.LineId);
            json.WriteNumber("unit", voucher.Unit);
            json.WriteString("state", JsonNamingPolicy.CamelCase.ConvertName(voucher.State.ToString()));
            json.WriteString("city", line.City);
            json.WriteString("offerId", line.OfferId);
            json.WriteString("merchantId", line.MerchantId);
            json.WriteString("operation", operation);
            if (voucher.SuccessorId is { } successor)
                json.WriteString("successorId", successor);
            json.WriteStartObject("worth");
            var worth = voucher.WorthAt(at);
            json.WriteNumber("minor", worth.Minor);
            json.WriteString("unit", worth.Unit);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return new OutboxEvent(Topics.DomainEvents, order.Id.Value, Source, detailType, Guid.CreateVersion7().ToString(), at, buffer.WrittenMemory.ToArray());
    }
}
