using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Tests.Torture.Money;

/// <summary>The vouchers on disk against what merchants and people were told.</summary>
internal sealed class VoucherCheck(IReadOnlyList<OrderDraft> orders, MoneyHistory history, List<string> findings)
{
    public void Run()
    {
        CheckRedemptions();
        foreach (var order in orders)
        {
            foreach (var row in order.Commands().Where(row => history.VoucherActs.ContainsKey(row.CommandId) && row.State is CommandState.Requested))
                findings.Add($"{order.Head.Id}: {row.Command} {row.CommandId} has no outcome");
            foreach (var refund in order.Refunds().Where(refund => refund.Legs.Any(leg => leg is { IsMoney: true, State: LegState.Succeeded })))
            {
                foreach (var dead in refund.Lines.SelectMany(line => line.Vouchers).Select(order.Voucher).OfType<Voucher>().Where(voucher => voucher.Redemption is not null))
                    findings.Add($"{order.Head.Id}: voucher {dead.VoucherId} was redeemed, and refund {refund.RefundId} gives its money back");
            }
        }
    }

    private void CheckRedemptions()
    {
        foreach (var twice in history.Redemptions.Where(pair => history.Told(pair.Key) is true).GroupBy(pair => pair.Value.Code).Where(group => group.Count() > 1))
            findings.Add($"double redemption: {string.Join(" and ", twice.Select(pair => pair.Key))} were both told yes for one code");
        foreach (var (order, voucher, redemption) in orders.SelectMany(order => order.Vouchers().SelectMany(voucher => voucher.Redemptions.Select(redemption => (order, voucher, redemption)))))
        {
            if (!history.Redemptions.TryGetValue(redemption.RedemptionId, out var asked))
                findings.Add($"phantom: nobody redeemed {voucher.VoucherId} of {order.Head.Id} as {redemption.RedemptionId}");
            else if (VoucherClients.Last4Of(asked.Code) != voucher.CodeLast4)
                findings.Add($"{order.Head.Id}: code {asked.Code} redeemed voucher {voucher.VoucherId}, which ends {voucher.CodeLast4}");
            if (history.Told(redemption.RedemptionId) is false)
                findings.Add($"{redemption.RedemptionId} was refused, and voucher {voucher.VoucherId} is redeemed by it");
        }

        foreach (var order in orders)
        {
            foreach (var unit in order.Vouchers().GroupBy(voucher => (voucher.LineId, voucher.Unit)).Where(unit => unit.Sum(voucher => voucher.Redemptions.Count(redemption => redemption.ReversedAt is null)) > 1))
                findings.Add($"double redemption: {order.Head.Id}, unit {unit.Key.LineId}.{unit.Key.Unit} was redeemed more than once");
        }
    }
}
