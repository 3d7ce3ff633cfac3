using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Tests.Torture.Money;

/// <summary>Unwindings by the gateway's own journal: nothing is left standing, nothing of another order was touched, and nothing was done for the order afterwards.</summary>
/// <param name="took">The newest state of each key that took effect, with where in the journal it began.</param>
internal sealed class UnwindCheck(IReadOnlyList<OrderDraft> orders, IReadOnlyList<BookLine> book, IReadOnlyDictionary<string, (BookLine Line, int At)> took)
{
    private readonly ILookup<string, BookLine> _byOrder = took.Values.Select(one => one.Line).ToLookup(line => OrderOf(line.Key), StringComparer.Ordinal);

    public IEnumerable<string> AtEnd()
    {
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < book.Count; i++)
        {
            if (book[i].What == "called" && book[i].Key.Contains("/checkout/", StringComparison.Ordinal))
                last[OrderOf(book[i].Key)] = i;
        }

        foreach (var (order, refund) in orders.SelectMany(order => order.Refunds().Where(refund => refund.Ask.Kind is RefundKind.Unwind).Select(refund => (order, refund))))
        {
            var id = order.Head.Id.Value;
            var own = $"{id}/{refund.RefundId}/";
            foreach (var foreign in _byOrder[id].Where(line => line.Key.StartsWith(own, StringComparison.Ordinal) && line.Operation != "send").Where(line => !IsOf(id, line)))
                yield return $"foreign: {foreign.Key} undid {foreign.Target}, which is none of the order's";
            if (refund.State is not RefundState.Succeeded)
                continue;
            foreach (var standing in _byOrder[id].Where(IsStanding))
                yield return $"not undone: {standing.Key} ({standing.Minor} {standing.Unit}) stands at the gateway, and unwinding {refund.RefundId} is done";
            if (last.GetValueOrDefault(id, -1) is var at && at >= 0 && took.Values.Where(one => one.Line.Key.StartsWith(own, StringComparison.Ordinal)).Any(one => one.At < at))
                yield return $"done again: {book[at].Key} was called after unwinding {refund.RefundId} had begun";
        }
    }

    /// <summary>Checkout's effect that nothing has taken back.</summary>
    public bool IsStanding(BookLine line)
    {
        if (line.State is not GatewayReply.Succeeded || line.Key.Split('/')[1] != "checkout")
            return false;
        var after = _byOrder[OrderOf(line.Key)].Where(other => other.Target == line.Reference && other.State is GatewayReply.Succeeded or GatewayReply.Pending).ToList();
        return line.Operation switch
        {
            "authorise" => !after.Exists(other => other.Operation is "capture" or "release"),
            "capture" => after.Where(other => other.Operation == "refund").Sum(other => other.Minor) != line.Minor,
            "redeem" => after.Where(other => other.Operation == "recredit").Sum(other => other.Minor) != line.Minor,
            "issue" => !_byOrder[OrderOf(line.Key)].Any(other => other.Operation == "void" && other.Target == line.Target && other.State is GatewayReply.Succeeded),
            _ => false,
        };
    }

    private static string OrderOf(string key) => key[..key.IndexOf('/', StringComparison.Ordinal)];

    private bool IsOf(string order, BookLine undoing) => _byOrder[order].Any(line => undoing.Operation == "void" ? line.Operation == "issue" && line.Target == undoing.Target : line.Reference == undoing.Target);
}
