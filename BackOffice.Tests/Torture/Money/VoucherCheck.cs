using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Tests.Torture.Money;

/// <summary>The vouchers on disk against what merchants and people were told.</summary>
internal sealed class VoucherCheck(IReadOnlyList<OrderDraft> orders, MoneyHistory history)
{
    private readonly List<string> _findings = [];

    /// <summary>What must hold at every moment.</summary>
    public IReadOnlyList<string> AtKill()
    {
        CheckRedemptions();
        foreach (var (order, refund) in orders.SelectMany(order => order.Refunds().Where(refund => refund.Legs.Any(leg => leg is { IsMoney: true, State: LegState.Succeeded })).Select(refund => (order, refund))))
        {
            foreach (var dead in refund.Lines.SelectMany(line => line.Vouchers).Select(order.Voucher).OfType<Voucher>().Where(voucher => voucher.Redemption is not null))
                _findings.Add($"{order.Head.Id}: voucher {dead.VoucherId} was redeemed, and refund {refund.RefundId} gave its money back");
        }

        return _findings;
    }

    /// <summary>Once all is settled, everybody who asked has an outcome.</summary>
    public IReadOnlyList<string> AtEnd()
    {
        foreach (var (order, row) in orders.SelectMany(order => order.Commands().Select(row => (order, row))).Where(pair => history.VoucherActs.ContainsKey(pair.row.CommandId) && pair.row.State is CommandState.Requested))
            _findings.Add($"{order.Head.Id}: {row.Command} {row.CommandId} has no outcome");
        return _findings;
    }

    private void CheckRedemptions()
    {
        foreach (var twice in history.Redemptions.Where(pair => history.Told(pair.Key) is true).GroupBy(pair => pair.Value.Code).Where(group => group.Count() > 1))
            _findings.Add($"double redemption: {string.Join(" and ", twice.Select(pair => pair.Key))} were both told yes for one code");
        foreach (var (order, voucher, redemption) in orders.SelectMany(order => order.Vouchers().SelectMany(voucher => voucher.Redemptions.Select(redemption => (order, voucher, redemption)))))
        {
            if (!history.Redemptions.TryGetValue(redemption.RedemptionId, out var asked))
                _findings.Add($"phantom: nobody redeemed {voucher.VoucherId} of {order.Head.Id} as {redemption.RedemptionId}");
            else if (VoucherClients.Last4Of(asked.Code) != voucher.CodeLast4)
                _findings.Add($"{order.Head.Id}: code {asked.Code} redeemed voucher {voucher.VoucherId}, which ends {voucher.CodeLast4}");
            if (history.Told(redemption.RedemptionId) is false)
                _findings.Add($"{redemption.RedemptionId} was refused, and voucher {voucher.VoucherId} is redeemed by it");
        }

        foreach (var order in orders)
        {
            foreach (var unit in order.Vouchers().GroupBy(voucher => (voucher.LineId, voucher.Unit)).Where(unit => unit.Sum(voucher => voucher.Redemptions.Count(redemption => redemption.ReversedAt is null)) > 1))
                _findings.Add($"double redemption: {order.Head.Id}, unit {unit.Key.LineId}.{unit.Key.Unit} was redeemed more than once");
        }
    }
}
