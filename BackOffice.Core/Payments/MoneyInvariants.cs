using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Core.Payments;

/// <summary>What must be true of the money and goods of every order at every moment, checked on the order's own rows. I2 and I19 need more than one order.</summary>
public static class MoneyInvariants
{
    /// <summary>Names and meanings, in order.</summary>
    public static readonly IReadOnlyList<(string Name, string Meaning)> All =
    [
        ("I1", "settled + reserved refunds of a tender are at most what was captured, in its unit"),
        ("I2", "our refunds are the gateway's refunds"),
        ("I3", "every amount is above zero"),
        ("I4", "legs add up to the case, lines less fees too"),
        ("I5", "no unit of a line is refunded twice"),
        ("I6", "units never convert; goodwill is its own entry"),
        ("I7", "miles given back or forfeited are at most those redeemed"),
        ("I8", "an effect settles the ledger at most once"),
        ("I9", "a new attempt follows a proved failure"),
        ("I10", "what is sent or unknown keeps its reservation"),
        ("I11", "no money is sent before the goods are dead"),
        ("I12", "at most one living voucher a unit"),
        ("I13", "a redeemed voucher is refunded only by override with two approvers"),
        ("I14", "the maker is not the checker"),
        ("I15", "the ledger rebuilds the balances exactly"),
        ("I16", "every entry says who, what for and when, and none is missing"),
        ("I17", "parts add up to the whole"),
        ("I18", "a refund that came back opens its amount and its case"),
        ("I19", "nobody passes the daily budget on their own word"),
        ("I20", "one at a time: a case that runs owns the order"),
        ("I21", "an unwinding undoes only what the executions it names did, and each once"),
    ];

    /// <summary>Everything the order breaks; empty when it is sound.</summary>
    public static IReadOnlyList<MoneyFinding> Of(OrderDraft draft)
    {
        var found = new List<MoneyFinding>();
        var refunds = draft.Refunds().ToList();
        var ledger = draft.Ledger().ToList();
        OfTenders(draft, refunds, ledger, Report);
        OfLedger(ledger, Report);
        foreach (var refund in refunds)
            OfCase(draft, refund, ledger, Report);
        OfLines(draft, refunds, Report);
        OfUnwinding(draft, refunds, Report);
        OfOwner(draft, refunds, Report);
        return found;

        void Report(string invariant, string text) => found.Add(new MoneyFinding(invariant, draft.Head.Id.Value, text));
    }

    private static void OfTenders(OrderDraft draft, List<Refund> refunds, List<LedgerEntry> ledger, Action<string, string> report)
    {
        // An order that was imported brings balances of a time before its ledger.
        if (draft.Head.History)
            return;
        foreach (var tender in draft.Head.Tenders)
        {
            if (tender.Refunded.Minor < 0 || tender.Reserved.Minor < 0 || tender.Refunded.Minor + tender.Reserved.Minor + TenderBalances.ForfeitedOf(tender).Minor > tender.Captured.Minor)
                report("I1", $"Tender {tender.TenderId}: {tender.Refunded} settled, {TenderBalances.ForfeitedOf(tender)} forfeited and {tender.Reserved} reserved of {tender.Captured} captured.");
            var rebuilt = TenderBalances.Rebuild(tender, ledger);
            if (Balances(rebuilt) != Balances(tender))
                report("I15", $"Tender {tender.TenderId}: the ledger says {Balances(rebuilt)}, the head {Balances(tender)}.");
            var held = refunds.SelectMany(refund => refund.Legs).Where(leg => leg.TenderId == tender.TenderId && leg.Holds).Sum(leg => leg.Amount?.Minor ?? 0);
            if (held != tender.Reserved.Minor)
                report("I10", $"Tender {tender.TenderId}: legs hold {held}, {tender.Reserved.Minor} is reserved.");
            if (tender.Kind is TenderKind.Miles && tender.Refunded.Minor + TenderBalances.ForfeitedOf(tender).Minor > Sum(ledger, tender, LedgerType.MilesRedeem))
                report("I7", $"Tender {tender.TenderId}: more miles were given back than redeemed.");
        }
    }

    private static void OfLedger(List<LedgerEntry> ledger, Action<string, string> report)
    {
        for (var i = 0; i < ledger.Count; i++)
        {
            var entry = ledger[i];
            if (!entry.Amount.IsPositive)
                report("I3", $"Entry {entry.EntryId} is of {entry.Amount}.");
            if (entry.EntryId != (i + 1).ToString("D4", System.Globalization.CultureInfo.InvariantCulture) || entry.Owner.Length == 0 || entry.EffectKey.Length == 0 || entry.At == default)
                report("I16", $"Entry {entry.EntryId} at place {i + 1} lacks its number, owner, cause or time.");
        }

        foreach (var twice in ledger.Where(entry => entry.Type is LedgerType.Capture or LedgerType.AuthoriseVoid or LedgerType.RefundSettle or LedgerType.Goodwill or LedgerType.MilesRedeem or LedgerType.MilesRecredit or LedgerType.MilesForfeit)
            .GroupBy(entry => (entry.EffectKey, entry.Type)).Where(group => group.Count() > 1))
        {
            report("I8", $"{twice.Key.EffectKey} settled {twice.Count()} times.");
        }
    }

    private static void OfCase(OrderDraft draft, Refund refund, List<LedgerEntry> ledger, Action<string, string> report)
    {
        var name = $"Refund {refund.RefundId}";
        var unwinding = refund.Ask.Kind is RefundKind.Unwind;
        if (refund.Legs.Any(leg => leg.IsValue && leg.Amount is not { Minor: > 0 }) || (!refund.Total.IsPositive && !unwinding))
            report("I3", $"{name} has an amount that is not above zero.");
        if (SumOf(refund, leg => leg.Kind is LegKind.Cash or LegKind.Release) != refund.Total.Minor)
            report("I4", $"{name}: cash legs do not add up to {refund.Total}.");
        if (SumOf(refund, leg => leg.Kind is LegKind.Miles) != (refund.Miles?.Minor ?? 0))
            report("I4", $"{name}: miles legs do not add up to {refund.Miles}.");
        if (refund.Ask.Kind is RefundKind.OrderReduction && refund.Lines.Sum(line => (line.Miles?.Minor ?? 0) - (line.MilesFee?.Minor ?? 0)) != (refund.Miles?.Minor ?? 0))
            report("I4", $"{name}: the miles of its lines less fees do not add up to {refund.Miles}.");
        foreach (var leg in refund.Legs.Where(leg => leg is { Kind: LegKind.Miles, State: LegState.Succeeded }))
            OfMiles(draft, refund, leg, ledger, report);
        if (refund.Ask.Kind is RefundKind.OrderReduction && refund.Lines.Sum(line => line.Price.Minor - line.Fee.Minor) != refund.Total.Minor)
            report("I4", $"{name}: lines less fees do not add up to {refund.Total}.");
        foreach (var leg in refund.Legs.Where(leg => leg.IsValue))
        {
            if (draft.Head.Tenders.FirstOrDefault(tender => tender.TenderId == leg.TenderId) is not { } tender || tender.Amount.Unit != leg.Amount?.Unit)
                report("I6", $"{name}, {leg.LegId}: {leg.Amount} is not of its tender's unit.");
            OfAttempts(draft, refund, leg, report);
        }

        var goodwill = refund.Ask.Kind is RefundKind.Goodwill;
        var settled = ledger.Where(entry => entry.Type is LedgerType.RefundSettle or LedgerType.Goodwill && entry.EffectKey.Contains($"/{refund.RefundId}/", StringComparison.Ordinal));
        if (settled.Any(entry => (entry.Type is LedgerType.Goodwill) != goodwill))
            report("I6", $"{name} is {refund.Ask.Kind} and settled as something else.");
        if (refund.Lines.Any(line => line.Redeemed > 0) && !(refund.Ask.Override && refund.Level is RefundApprovalLevel.TwoPeople))
            report("I13", $"{name} pays for a redeemed voucher without an override.");
        var approvers = refund.Approvals.Select(approval => approval.By.Id).ToList();
        var began = refund.StartedAt is not null;
        if (approvers.Contains(refund.RequestedBy.Id) || approvers.Distinct().Count() != approvers.Count || (began && !RefundApprovals.AreEnough(refund)))
            report("I14", $"{name} began with {approvers.Count} approvals of {refund.Level}, or by its own maker.");
        if (refund.Legs.Any(leg => leg.State is LegState.Reversed) && refund.State is not (RefundState.NeedsAttention or RefundState.Running))
            report("I18", $"{name} has a leg that came back and is {refund.State}.");
    }

    /// <summary>What came back and what had expired are together what was given back.</summary>
    private static void OfMiles(OrderDraft draft, Refund refund, RefundLeg leg, List<LedgerEntry> ledger, Action<string, string> report)
    {
        var key = leg.KeyOf(draft.Head.Id, refund.RefundId).ToString();
        var settled = ledger.Where(entry => entry.EffectKey == key && entry.Type is LedgerType.MilesRecredit or LedgerType.MilesForfeit).Sum(entry => entry.Amount.Minor);
        if (settled != leg.Amount?.Minor)
            report("I7", $"Refund {refund.RefundId}, {leg.LegId}: {settled} of {leg.Amount} came back or were forfeited.");
    }

    private static void OfUnwinding(OrderDraft draft, List<Refund> refunds, Action<string, string> report)
    {
        var undone = refunds.Where(refund => !refund.IsVoid).SelectMany(refund => refund.Legs.Where(leg => leg.Undoes is not null).Select(leg => (Refund: refund, Leg: leg))).ToList();
        if (undone.Count == 0)
            return;
        var effects = draft.Effects().ToDictionary(effect => effect.Key.ToString());
        foreach (var (refund, leg) in undone)
        {
            if (!effects.TryGetValue(leg.Undoes ?? "", out var done) || refund.Ask.Executions?.Contains(done.Owner, StringComparer.Ordinal) != true)
                report("I21", $"{leg.Undoes} is undone and is not of the named executions.");
            else if (leg.State is LegState.Succeeded != done.State is EffectState.Reversed)
                report("I21", $"{leg.Undoes} is {done.State}, and its undoing is {leg.State}.");
        }

        if (undone.GroupBy(pair => pair.Leg.Undoes).FirstOrDefault(group => group.Count() > 1) is { } twice)
            report("I21", $"{twice.Key} is undone {twice.Count()} times.");
    }

    private static long SumOf(Refund refund, Func<RefundLeg, bool> which) => refund.Legs.Where(which).Sum(leg => leg.Amount?.Minor ?? 0);

    private static void OfAttempts(OrderDraft draft, Refund refund, RefundLeg leg, Action<string, string> report)
    {
        var family = leg.KeyOf(draft.Head.Id, refund.RefundId).Family;
        var attempts = draft.Effects().Where(effect => effect.Key.Family == family).OrderBy(effect => effect.Key.Attempt).ToList();
        foreach (var earlier in attempts.SkipLast(1).Where(effect => effect.State is not (EffectState.Failed or EffectState.Reversed)))
            report("I9", $"{earlier.Key} is {earlier.State}, and another attempt follows it.");
        if (attempts.Any(effect => effect.Sends > 0) && refund.Legs.Any(other => other is { Kind: LegKind.Deliverable, State: not LegState.Succeeded }))
            report("I11", $"Refund {refund.RefundId}: money was sent and a voucher is not dead.");
        if (attempts.LastOrDefault() is { } newest && newest.Key.Attempt == leg.Attempt && newest.State is EffectState.Unknown && leg.State is not LegState.Unknown)
            report("I10", $"{newest.Key} is unknown, and its leg is {leg.State}.");
    }

    private static void OfLines(OrderDraft draft, List<Refund> refunds, Action<string, string> report)
    {
        var alive = refunds.Where(refund => !refund.IsVoid).ToList();
        foreach (var line in draft.Head.Lines)
        {
            var claims = alive.SelectMany(refund => refund.Lines).Where(claim => claim.LineId == line.LineId).ToList();
            if (claims.Sum(claim => claim.Quantity) > line.Quantity)
                report("I5", $"Line {line.LineId}: {claims.Sum(claim => claim.Quantity)} of {line.Quantity} units are claimed.");
            if (claims.SelectMany(claim => claim.Vouchers).GroupBy(id => id).FirstOrDefault(group => group.Count() > 1) is { } twice)
                report("I5", $"Voucher {twice.Key} is claimed twice.");
            if (claims.Sum(claim => claim.Quantity) == line.Quantity && claims.Sum(claim => claim.Price.Minor) != (line.UnitPrice * line.Quantity).Minor)
                report("I17", $"Line {line.LineId}: the refunds of all its units are not its price.");
        }

        if (draft.Vouchers().Where(voucher => voucher.IsLive).GroupBy(voucher => (voucher.LineId, voucher.Unit)).FirstOrDefault(unit => unit.Count() > 1) is { } both)
            report("I12", $"Line {both.Key.LineId}, unit {both.Key.Unit} has {both.Count()} living vouchers.");
    }

    private static void OfOwner(OrderDraft draft, List<Refund> refunds, Action<string, string> report)
    {
        var running = refunds.Where(refund => refund.State is RefundState.Running).ToList();
        if (running.Count > 1 || running.Any(refund => refund.Execution != draft.Head.Route.Owner))
            report("I20", $"{running.Count} refunds run; the order belongs to {draft.Head.Route.Owner ?? "nobody"}.");
        if (draft.Head.Refunds?.Running != running.FirstOrDefault()?.RefundId)
            report("I20", $"The head says that {draft.Head.Refunds?.Running ?? "nothing"} runs.");
    }

    private static (long, long, long, long, long, long) Balances(Tender tender) => (
        tender.Authorised.Minor, tender.Captured.Minor, tender.Refunded.Minor, tender.Reserved.Minor, TenderBalances.ForfeitedOf(tender).Minor, TenderBalances.ChargedBackOf(tender).Minor);

    private static long Sum(IEnumerable<LedgerEntry> ledger, Tender tender, LedgerType type) =>
        ledger.Where(entry => entry.TenderId == tender.TenderId && entry.Type == type).Sum(entry => entry.Amount.Minor);
}
