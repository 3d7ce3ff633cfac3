using System.Text.Json;
using BackOffice.Core.Common;

namespace BackOffice.Core.Payments.Miles;

/// <summary>Reads what a programme answered to a recredit.</summary>
internal static class MilesAnswer
{
    /// <summary>Null without an answer of its own: a person's evidence stands for it.</summary>
    public static MilesRecredited? Of(Effect effect) => Read(effect.ResultJson);

    /// <summary>False when an answer says something else than what was asked: nobody knows then what happened.</summary>
    public static bool AddsUp(Effect effect, GatewaySucceeded answer) => effect.Kind is not EffectKind.RecreditMiles || answer.ResultJson is null
        || Read(answer.ResultJson) is { Back: >= 0, Expired: >= 0 } said && said.Back + said.Expired == effect.Amount?.Minor;

    private static MilesRecredited? Read(string? json)
    {
        try
        {
            return json is null ? null : JsonSerializer.Deserialize(json, StoreJson.Default.MilesRecredited);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
