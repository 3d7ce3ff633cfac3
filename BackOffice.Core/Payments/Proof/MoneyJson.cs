using System.Text.Json.Serialization;
using BackOffice.Core.Common;

namespace BackOffice.Core.Payments.Proof;

/// <summary>The standing as it is stored, in the shape of <see cref="StoreJson"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(CamelCaseEnumConverter)])]
[JsonSerializable(typeof(MoneyStanding))]
[JsonSerializable(typeof(StandingFinding[]))]
[JsonSerializable(typeof(LedgerDifference[]))]
internal sealed partial class MoneyJson : JsonSerializerContext;
