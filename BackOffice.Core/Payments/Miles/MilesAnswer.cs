using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using BackOffice.Core.Common;

namespace BackOffice.Core.Payments.Miles;

/// <summary>Reads what a programme answered; null for what is not there or cannot be read.</summary>
internal static class MilesAnswer
{
    /// <summary>Null without an answer of its own: a person's evidence stands for it.</summary>
    public static MilesRecredited? Of(Effect effect) => Read(effect.ResultJson, StoreJson.Default.MilesRecredited);

    /// <summary>False when an answer says something else than what was asked: nobody knows then what happened.</summary>
    public static bool AddsUp(Effect effect, GatewaySucceeded answer) => effect.Kind is not EffectKind.RecreditMiles || answer.ResultJson is null
        || Read(answer.ResultJson, StoreJson.Default.MilesRecredited) is { Back: >= 0, Expired: >= 0 } said && said.Back + said.Expired == effect.Amount?.Minor;

    /// <summary>Of a redemption, as the programme names them.</summary>
    public static IReadOnlyList<MilesLot>? LotsOf(Effect effect) => Read(effect.ResultJson, StoreJson.Default.MilesRedeemed)?.Lots;

    private static T? Read<T>(string? json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
