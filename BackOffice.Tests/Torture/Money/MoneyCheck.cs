using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Refunds;
using BackOffice.Core.Pipeline;

namespace BackOffice.Tests.Torture.Money;

/// <summary>
/// Compares three records that know nothing of each other: the orders on disk, the gateway's journal, and what the clients were told.
/// </summary>
internal sealed class MoneyCheck(IReadOnlyList<OrderDraft> orders, IReadOnlyList<BookLine> book, MoneyHistory history)
{
    private readonly List<string> _findings = [];

    /// <summary>The newest state of each key at the gateway that took effect, with where in the journal it began.</summary>
    private readonly Dictionary<string, (BookLine Line, int At)> _took = Took(book);

    private ILookup<string, BookLine>? _refunds;
    private Dictionary<string, long>? _takings;
    private Dictionary<(string What, string Family), int>? _first;

    /// <summary>What must hold at every moment, also in what a kill left.</summary>
    public IReadOnlyList<string> AtKill(decimal dailyAlone)
    {
        CheckAcknowledged();
        CheckInvariants();
        CheckNothingUnasked();
        CheckOnce();
        foreach (var order in orders)
        {
            CheckCovered(order);
            foreach (var refund in order.Refunds())
                CheckOrderOfThings(order, refund);
        }

        _findings.AddRange(new VoucherCheck(orders, history).AtKill());
        CheckPeople(dailyAlone);
        return _findings;
    }

    /// <summary>What must hold once everything is settled.</summary>
    public IReadOnlyList<string> AtEnd(decimal dailyAlone)
    {
        AtKill(dailyAlone);
        var known = orders.SelectMany(order => order.Effects()).ToDictionary(effect => effect.Key.ToString(), StringComparer.Ordinal);
        foreach (var key in book.Where(line => line.What == "called").Select(line => line.Key).Distinct().Where(key => !known.ContainsKey(key)))
            _findings.Add($"{key} was sent without an intent on disk");
        var unwindings = new UnwindCheck(orders, book, _took);
        foreach (var effect in known.Values)
            CheckEffect(effect, unwindings);
        foreach (var order in orders)
        {
            if (MoneyFiles.WhyNotQuiet(order) is { } why)
                _findings.Add($"{order.Head.Id} is not settled: {why}");
            CheckLedger(order);
        }

        _findings.AddRange(unwindings.AtEnd());
        _findings.AddRange(new VoucherCheck(orders, history).AtEnd());
        return _findings;
    }

    private static Dictionary<string, (BookLine Line, int At)> Took(IReadOnlyList<BookLine> book)
    {
        var took = new Dictionary<string, (BookLine, int)>(StringComparer.Ordinal);
        for (var i = 0; i < book.Count; i++)
        {
            if (book[i].What == "took")
                took[book[i].Key] = (book[i], i);
            else if (book[i].What == "became")
                took[book[i].Key] = (book[i], took[book[i].Key].Item2);
        }

        return took;
    }

    private static bool IsOut(BookLine line) => line.State is GatewayReply.Succeeded or GatewayReply.Pending;

    private void CheckAcknowledged()
    {
        var byKey = orders.ToLookup(order => order.Head.Intake.Key, StringComparer.Ordinal);
        foreach (var (key, id) in history.Orders)
        {
            if (byKey[key].Count() != 1 || byKey[key].Single().Head.Id.Value != id)
                _findings.Add($"lost: order {key} was acknowledged as {id}; there are {byKey[key].Count()}");
        }

        var refunds = orders.SelectMany(order => order.Refunds()).Select(refund => refund.RefundId).ToHashSet(StringComparer.Ordinal);
        _findings.AddRange(history.Refunds.Keys.Where(id => history.Told(id) is true && !refunds.Contains(id)).Select(id => $"lost: refund {id} was acknowledged"));
        var commands = orders.SelectMany(order => order.Commands()).Select(row => row.CommandId).ToHashSet(StringComparer.Ordinal);
        _findings.AddRange(history.Decisions.Keys.Concat(history.VoucherActs.Keys).Where(id => history.Told(id) is true && !commands.Contains(id)).Select(id => $"lost: command {id} was acknowledged"));
        var redeemed = orders.SelectMany(order => order.Vouchers()).SelectMany(voucher => voucher.Redemptions).Select(redemption => redemption.RedemptionId).ToHashSet(StringComparer.Ordinal);
        _findings.AddRange(history.Redemptions.Keys.Where(id => history.Told(id) is true && !redeemed.Contains(id)).Select(id => $"lost: redemption {id} was acknowledged"));
    }

    private void CheckInvariants()
    {
        foreach (var finding in orders.SelectMany(MoneyInvariants.Of))
            _findings.Add($"{finding.Invariant} {finding.Order}: {finding.Text}");
    }

    /// <summary>Whatever left the gateway was reserved or settled here before.</summary>
    private void CheckCovered(OrderDraft order)
    {
        foreach (var tender in order.Head.Tenders.Where(tender => ReferenceOf(tender) is not null))
        {
            var out_ = Refunds(tender).Where(IsOut).Sum(line => line.Minor);
            if (out_ > tender.Captured.Minor)
                _findings.Add($"over-refund: {order.Head.Id}: {out_} of {tender.Captured} left the gateway");
            if (out_ > tender.Refunded.Minor + tender.Reserved.Minor)
                _findings.Add($"not reserved: {order.Head.Id}: {out_} left the gateway; settled are {tender.Refunded}, reserved {tender.Reserved}");
        }
    }

    private void CheckNothingUnasked()
    {
        _findings.AddRange(orders.Where(order => !history.OrderKeys.ContainsKey(order.Head.Intake.Key)).Select(order => $"phantom: nobody asked for order {order.Head.Id}"));
        foreach (var (order, refund) in orders.SelectMany(order => order.Refunds().Select(refund => (order, refund))))
        {
            if (!history.Refunds.TryGetValue(refund.RefundId, out var asked))
                _findings.Add($"phantom: nobody asked for refund {refund.RefundId}");
            else if (asked.Order != order.Head.Id.Value || asked.Minor != refund.Total.Minor || asked.Hash != refund.PreviewHash || PersonaHandler.ActorOf(asked.Persona) != refund.RequestedBy.Id)
                _findings.Add($"refund {refund.RefundId} is of {refund.Total} by {refund.RequestedBy.Id}; {asked.Minor} by {asked.Persona} was asked for");
            if (history.Told(refund.RefundId) is false)
                _findings.Add($"refund {refund.RefundId} was refused, and is there");
        }
    }

    /// <summary>At most once: of one (order, operation, step, unit), whatever the attempt; money that came back may go out again. The gateway's own guards never had to act.</summary>
    private void CheckOnce()
    {
        _findings.AddRange(book.Where(line => line.What == "ceiling").Select(line => $"over-refund: the gateway's own ceiling had to refuse {line.Minor} of {line.Key}"));
        _findings.AddRange(book.Where(line => line.What == "mismatch").Select(line => $"{line.Key} was sent with two different requests"));
        foreach (var twice in _took.Values.Where(took => IsOut(took.Line)).GroupBy(took => took.Line.Key[..(took.Line.Key.LastIndexOf('/') + 1)]).Where(group => group.Count() > 1))
            _findings.Add($"double effect: {twice.Key} took effect {twice.Count()} times");
    }

    private void CheckEffect(Effect effect, UnwindCheck unwindings)
    {
        var key = effect.Key.ToString();
        var there = _took.TryGetValue(key, out var took) ? took.Line : null;
        var same = (effect.State, there?.State) switch
        {
            (EffectState.Succeeded, GatewayReply.Succeeded) => effect.ExternalId == there.Reference && (effect.Kind is not (EffectKind.RefundPayment or EffectKind.RecreditMiles) || effect.Amount?.Minor == there.Minor),
            (EffectState.Reversed, GatewayReply.Reversed) => true,
            (EffectState.Reversed, GatewayReply.Succeeded) => effect.Key.Operation == EffectKey.Checkout && !unwindings.IsStanding(there),
            (EffectState.Failed or EffectState.Planned, null) => true,
            // A message that nobody needs any more was called off after the gateway had not known it: it may have arrived, and the effect says so.
            (EffectState.Planned, GatewayReply.Succeeded) => effect is { Kind: EffectKind.Notify, NotFounds: > 0, ErrorMessage: { } why } && why.Contains("called off", StringComparison.Ordinal),
            (EffectState.Failed, "failed" or GatewayReply.Reversed) => true,
            _ => false,
        };
        if (!same)
            _findings.Add($"books differ: {key} is {effect.State} ({effect.ExternalId}, {effect.Amount}) here, and {there?.State ?? "not there"} ({there?.Reference}, {there?.Minor}) at the gateway");
    }

    private void CheckLedger(OrderDraft order)
    {
        foreach (var tender in order.Head.Tenders)
        {
            var refunded = ReferenceOf(tender) is null ? 0 : Refunds(tender).Where(IsOut).Sum(line => line.Minor);
            var captured = ReferenceOf(tender) is { } taken ? (_takings ??= book.Where(line => line is { What: "took", Operation: "capture" or "redeem" }).ToDictionary(line => line.Reference ?? "", line => line.Minor, StringComparer.Ordinal)).GetValueOrDefault(taken) : 0;
            if ((tender.Captured.Minor, tender.Refunded.Minor, tender.Reserved.Minor) != (captured, refunded, 0))
                _findings.Add($"books differ: {order.Head.Id}, tender {tender.TenderId}: captured {tender.Captured}, refunded {tender.Refunded}, reserved {tender.Reserved}; the gateway says {captured}, {refunded}, 0");
        }
    }

    /// <summary>By the gateway's own journal: every voucher of a case was dead before its money was asked for, and the customer was told after the money had gone.</summary>
    private void CheckOrderOfThings(OrderDraft order, Refund refund)
    {
        var prefix = $"{order.Head.Id}/{refund.RefundId}/";
        var money = new[] { First("called", prefix + RefundStepNames.Money + "/"), First("called", prefix + RefundStepNames.Release + "/") }.Where(at => at >= 0).DefaultIfEmpty(-1).Min();
        foreach (var leg in refund.Legs.Where(leg => leg.Kind is LegKind.Deliverable && money >= 0))
        {
            var dead = First("took", $"{prefix}{StepNames.VoidVoucher}/{leg.Unit}/");
            if (dead < 0 || dead > money)
                _findings.Add($"value before goods: {refund.RefundId} asked for money, and voucher {leg.VoucherId} was {(dead < 0 ? "never" : "only later")} made void");
        }

        var told = First("called", prefix + RefundStepNames.Notify + "/");
        foreach (var leg in refund.Legs.Where(leg => leg.IsValue && told >= 0))
        {
            var paid = First("took", $"{prefix}{leg.Step}/{leg.Unit}/");
            if (paid < 0 || paid > told)
                _findings.Add($"{refund.RefundId}: the customer was told before {leg.LegId} had gone");
        }
    }

    /// <summary>Approvals are those that people gave, of what they had seen; nobody passes a day's budget on their own word.</summary>
    private void CheckPeople(decimal dailyAlone)
    {
        var cases = orders.SelectMany(order => order.Refunds()).ToList();
        foreach (var refund in cases)
        {
            foreach (var approval in refund.Approvals)
            {
                if (!history.Decisions.Values.Any(asked => asked.RefundId == refund.RefundId && asked.Verb == "approve" && PersonaHandler.ActorOf(asked.Persona) == approval.By.Id && asked.Hash == refund.PreviewHash))
                    _findings.Add($"refund {refund.RefundId} has an approval by {approval.By.Id}, who did not approve that preview");
            }
        }

        foreach (var person in cases.Where(refund => refund is { IsVoid: false, Level: RefundApprovalLevel.None, Ask.Kind: not RefundKind.Unwind }).GroupBy(refund => (refund.RequestedBy.Id, refund.RequestedAt.UtcDateTime.Date)))
        {
            if (person.Sum(refund => refund.Total.Minor) > dailyAlone * 100)
                _findings.Add($"budget: {person.Key.Id} let {person.Sum(refund => refund.Total.Minor)} run alone in a day, of {dailyAlone * 100}");
        }
    }

    private IEnumerable<BookLine> Refunds(Tender tender) =>
        (_refunds ??= _took.Values.Select(took => took.Line).Where(line => line.Operation is "refund" or "recredit").ToLookup(line => line.Target ?? "", StringComparer.Ordinal))[ReferenceOf(tender) ?? ""];

    /// <summary>What the gateway calls the taking: a capture, or a redemption.</summary>
    private static string? ReferenceOf(Tender tender) => tender.CaptureId ?? tender.RedemptionId;

    /// <summary>Where in the journal something of a family of keys came first; -1 when never.</summary>
    private int First(string what, string family)
    {
        if (_first is null)
        {
            _first = [];
            for (var i = 0; i < book.Count; i++)
            {
                var key = book[i].Key;
                var unit = key[..(key.LastIndexOf('/') + 1)];
                _first.TryAdd((book[i].What, unit), i);
                _first.TryAdd((book[i].What, unit[..(unit[..^1].LastIndexOf('/') + 1)]), i);
            }
        }

        return _first.GetValueOrDefault((what, family), -1);
    }
}
