using System.Globalization;
using System.Text;
using System.Text.Json;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Fulfilment;

/// <summary>The message that carries vouchers: the first one and those sent again say the same.</summary>
internal static class VoucherMessages
{
    public static Message Of(OrderHead order, IReadOnlyList<Voucher> vouchers, EffectKey key, VoucherVault vault)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"Dear {order.Customer.Name},\n\nyour order {order.Id} is paid: {order.Total}. Your vouchers:\n\n");
        foreach (var voucher in vouchers)
        {
            var line = order.Lines.First(candidate => candidate.LineId == voucher.LineId);
            text.Append(CultureInfo.InvariantCulture, $"{vault.Open(voucher.CodeCipher)}   {line.Title}, {line.City}\n");
        }

        text.Append("\nShow the code to the merchant. It is worth money: keep it to yourself.\n");
        return new Message(key, order.Customer.Email, $"Your vouchers for order {order.Id}", text.ToString(), order.Locale);
    }

    /// <summary>What is kept of where it goes: a digest and the masked address, JSON text.</summary>
    public static string Prepare(OrderHead order, VoucherVault vault) => JsonSerializer.Serialize(
        new PreparedMessage(vault.DigestOf(order.Customer.Email), CustomerMask.Email(order.Customer.Email)), PipelineJson.Default.PreparedMessage);

    /// <summary>The digest of the address to which the order's vouchers went last, or null when none went out or nothing is known of it.</summary>
    public static PreparedMessage? LastAddress(OrderDraft order) => order.Effects()
        .Where(effect => effect is { Kind: EffectKind.Notify, State: EffectState.Succeeded, PreparedJson: not null }).MaxBy(effect => effect.SettledAt) is { PreparedJson: { } json }
        ? JsonSerializer.Deserialize(json, PipelineJson.Default.PreparedMessage)
        : null;
}
