using System.Text.RegularExpressions;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Export;
using BackOffice.Core.Payments;

namespace BackOffice.Core.Fulfilment;

/// <inheritdoc cref="IMailDesk"/>
public sealed partial class MailDesk(IStore store, OrderWriter orders, ISentMail sent) : IMailDesk
{
    private const int ReadsAtOnce = 8;

    public async Task<Result<Page<MailItem>>> ListAsync(MailQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersRead) is { } forbidden)
            return forbidden;
        if (query.Order is { } order)
            return new Page<MailItem>(Sorted(await OfOrderAsync(order, cancellationToken).ConfigureAwait(false)), null);
        var asked = new OrderQuery { Sort = OrderSort.Changed, Reader = actor.Id };
        if (query.Recipient is { } recipient)
            asked = asked with { Keys = [new SearchTerm.Key(KeyClasses.Email, KeyNormaliser.Email(recipient), Prefix: true)] };
        var found = await store.SearchAsync(asked, cursor, Math.Clamp(limit, 1, 100), cancellationToken).ConfigureAwait(false);
        if (!found.IsSuccess)
            return found.Error;
        var messages = new IReadOnlyList<MailItem>[found.Value.Items.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, messages.Length),
            new ParallelOptions { MaxDegreeOfParallelism = ReadsAtOnce, CancellationToken = cancellationToken },
            async (i, token) => messages[i] = await OfOrderAsync(found.Value.Items[i].Id, token).ConfigureAwait(false)).ConfigureAwait(false);
        return new Page<MailItem>(Sorted(messages.SelectMany(some => some)), found.Value.Next, found.Value.SearchedTo);
    }

    public async Task<Result<MailView>> GetAsync(string key, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersRead) is { } forbidden)
            return forbidden;
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        var draft = slash <= 0 ? null : await orders.ReadAsync(new OrderId(key[..slash]), cancellationToken).ConfigureAwait(false);
        if (draft?.Effects().FirstOrDefault(effect => effect.Kind is EffectKind.Notify or EffectKind.NotifyRefund && effect.Key.ToString() == key) is not { } effect)
            return new NotFound("mail.not-found", $"There is no message {key}.");
        var item = ItemOf(draft.Head, effect);
        return await sent.ReadAsync(effect.Key, cancellationToken).ConfigureAwait(false) is { } message
            ? new MailView(item with { To = CustomerMask.Email(message.To) }, message.From, Masked(message.Subject, draft.Head), Masked(message.Text, draft.Head), message.At)
            : new MailView(item, null, null, null, null);
    }

    /// <summary>The text with every voucher code cut to the four characters by which the console names it: the last three and the check character.</summary>
    internal static string MaskCodes(string text) => Code().Replace(text, match => $"{VoucherCode.Prefix}****-****-*{match.Groups[1].Value}-{match.Groups[2].Value}");

    private async Task<IReadOnlyList<MailItem>> OfOrderAsync(OrderId order, CancellationToken cancellationToken) =>
        await orders.ReadAsync(order, cancellationToken).ConfigureAwait(false) is { } draft
            ? [.. draft.Effects().Where(effect => effect.Kind is EffectKind.Notify or EffectKind.NotifyRefund).Select(effect => ItemOf(draft.Head, effect))]
            : [];

    private static MailItem ItemOf(OrderHead order, Effect effect) => new(
        effect.Key.ToString(), order.Id, effect.Key.Operation, effect.State, CustomerMask.Email(order.Customer.Email), effect.LastSentAt, effect.SettledAt, effect.ExternalId,
        effect.ErrorCode, effect.ErrorMessage);

    /// <summary>Neither codes nor the customer: who may see the customer does so on the order's page, with a reason.</summary>
    private static string Masked(string text, OrderHead order) => CustomerMask.Text(MaskCodes(text), order.Customer);

    private static List<MailItem> Sorted(IEnumerable<MailItem> items) => [.. items.OrderByDescending(item => item.SentAt ?? DateTimeOffset.MaxValue).ThenBy(item => item.Key, StringComparer.Ordinal)];

    [GeneratedRegex(@"\bGLT[- ]?[0-9A-Z]{4}[- ]?[0-9A-Z]{4}[- ]?[0-9A-Z]([0-9A-Z]{3})[- ]?([0-9A-Z])\b", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Code();
}
