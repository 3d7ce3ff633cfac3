using System.Text.Json;
using System.Text.Json.Serialization;
using BackOffice.Core.Audit;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Miles;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Core.Common;

/// <summary>
/// The one JSON shape of what the store keeps: camelCase names, enums as camelCase words (never numbers), nulls left out, members that are not
/// known skipped. Source-generated, so that reading a head costs no reflection. Use <c>StoreJson.Default.OrderHead</c> and the like, never
/// options of one's own: both backends must store the same bytes.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(CamelCaseEnumConverter)])]
[JsonSerializable(typeof(OrderHead))]
[JsonSerializable(typeof(StepRow))]
[JsonSerializable(typeof(LedgerEntry))]
[JsonSerializable(typeof(Note))]
[JsonSerializable(typeof(Hold))]
[JsonSerializable(typeof(CommandRow))]
[JsonSerializable(typeof(Effect))]
[JsonSerializable(typeof(Refund))]
[JsonSerializable(typeof(RefundPreview))]
[JsonSerializable(typeof(RefundPolicy))]
[JsonSerializable(typeof(RefundAsk))]
[JsonSerializable(typeof(RefundBudget))]
[JsonSerializable(typeof(Voucher))]
[JsonSerializable(typeof(FraudVerdict))]
[JsonSerializable(typeof(MilesRedeemed))]
[JsonSerializable(typeof(MilesRecredited))]
[JsonSerializable(typeof(AuditEntry))]
[JsonSerializable(typeof(AuditDetail))]
[JsonSerializable(typeof(AuditHead))]
[JsonSerializable(typeof(AuditRecord))]
public sealed partial class StoreJson : JsonSerializerContext;

/// <summary>Enums as camelCase words; a number in stored JSON is damage, not a value.</summary>
public sealed class CamelCaseEnumConverter : JsonConverterFactory
{
    private static readonly JsonStringEnumConverter s_words = new(JsonNamingPolicy.CamelCase, allowIntegerValues: false);

    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        s_words.CreateConverter(typeToConvert, options);
}
