using BackOffice.Core.Access;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Fulfilment;

/// <inheritdoc cref="IVouchers"/>
public sealed class VoucherQueries(IStore store, VoucherVault vault, CallerLimits limits) : IVouchers
{
    private const int Most = 50;

    public async Task<Result<IReadOnlyList<FoundVoucher>>> FindAsync(FindVouchers search, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersRead) is { } forbidden)
            return forbidden;
        if (search.Code is { Length: > 0 } code)
            return await ByCodeAsync(code, actor, cancellationToken).ConfigureAwait(false);
        if (search.Last4 is { Length: > 0 } last4)
        {
            var value = last4.Trim().ToUpperInvariant();
            if (value.Length != 4)
                return new Invalid("last4", "The last four characters of a code are four.");
            return await ReadAsync(await store.FindAsync(KeyClasses.VoucherLast4, value, prefix: false, Most, cancellationToken).ConfigureAwait(false), voucher => voucher.CodeLast4 == value, cancellationToken).ConfigureAwait(false);
        }

        return search.Order is { Length: > 0 } order
            ? await ReadAsync([new OrderId(order.Trim().ToUpperInvariant()).Subject], _ => true, cancellationToken).ConfigureAwait(false)
            : new Invalid("code", "A code, its last four characters or an order is needed.");
    }

    public async Task<Result<VoucherView>> GetAsync(OrderId order, string voucher, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.OrdersRead) is { } forbidden)
            return forbidden;
        if (await store.GetWithChildrenAsync(order.Subject, cancellationToken).ConfigureAwait(false) is not { } stored)
            return new NotFound("voucher.not-found", $"There is no order {order}.");
        var draft = OrderDraft.Of(stored);
        if (draft.Voucher(voucher) is not { } found)
            return new NotFound("voucher.not-found", $"Order {order} has no voucher {voucher}.");
        return new VoucherView
        {
            Head = CustomerMask.Of(draft.Head),
            Voucher = found,
            Line = draft.Head.Lines.First(line => line.LineId == found.LineId),
            Issues = [.. draft.Vouchers().Where(other => other.LineId == found.LineId && other.Unit == found.Unit).OrderBy(other => other.IssuedAt)],
            OpenCalls = OpenCall.Of(draft.Effects(), found),
            Doubt = OrderDoubt.Of(draft.Effects()),
            Audit = await AuditAsync(order, found, actor, cancellationToken).ConfigureAwait(false),
        };
    }

    private async Task<Result<IReadOnlyList<FoundVoucher>>> ByCodeAsync(string text, Actor actor, CancellationToken cancellationToken)
    {
        if (limits.Take(actor.Id) is { } throttled)
            return throttled;
        IReadOnlyList<FoundVoucher> found = [];
        if (VoucherCode.Normalise(text) is { } code && VoucherCode.CheckIsRight(code))
        {
            var hash = vault.HashOf(code);
            found = await ListAsync(await store.FindAsync(KeyClasses.VoucherCode, hash, prefix: false, 1, cancellationToken).ConfigureAwait(false), voucher => voucher.CodeHash == hash, cancellationToken).ConfigureAwait(false);
        }

        if (found.Count == 0)
            limits.Miss(actor.Id);
        return found.ToList();
    }

    private async Task<Result<IReadOnlyList<FoundVoucher>>> ReadAsync(IReadOnlyList<SubjectId> orders, Func<Voucher, bool> wanted, CancellationToken cancellationToken) =>
        await ListAsync(orders, wanted, cancellationToken).ConfigureAwait(false);

    private async Task<List<FoundVoucher>> ListAsync(IReadOnlyList<SubjectId> orders, Func<Voucher, bool> wanted, CancellationToken cancellationToken)
    {
        var found = new List<FoundVoucher>();
        foreach (var order in orders)
        {
            if (await store.GetWithChildrenAsync(order, cancellationToken).ConfigureAwait(false) is not { } stored)
                continue;
            var draft = OrderDraft.Of(stored);
            var customer = CustomerMask.Of(draft.Head.Customer);
            found.AddRange(draft.Vouchers().Where(wanted).Select(voucher => new FoundVoucher(draft.Head.Id, voucher, draft.Head.Lines.First(line => line.LineId == voucher.LineId), customer)));
            if (found.Count >= Most)
                break;
        }

        return [.. found.Take(Most)];
    }

    private async Task<IReadOnlyList<StoredAudit>> AuditAsync(OrderId order, Voucher voucher, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.AuditRead) is not null)
            return [];
        var entries = await store.AuditAsync(new AuditQuery { Subject = order.Subject.Value }, null, 200, cancellationToken).ConfigureAwait(false);
        var name = "Voucher " + voucher.VoucherId;
        return [.. entries.Items.Where(entry => entry.Detail is { } detail && (Names(detail.Note, name) || detail.Changes.Any(change => change.Field == name)))];
    }

    /// <summary>The id as a word of its own: 01.01 is not 01.01-2.</summary>
    private static bool Names(string? note, string name)
    {
        if (note is null || note.IndexOf(name, StringComparison.Ordinal) is not (>= 0 and var at))
            return false;
        var end = at + name.Length;
        return end == note.Length || note[end] is not ('-' or (>= '0' and <= '9'));
    }
}
