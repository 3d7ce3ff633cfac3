using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>Lines by quantity, and which vouchers die for them: those that were seen least, the last made first.</summary>
internal static class RefundLines
{
    public static Result<IReadOnlyList<RefundLine>> Plan(OrderDraft draft, RefundAsk ask, RefundReason reason, IReadOnlyList<Refund> others)
    {
        if (ask.Kind is not RefundKind.OrderReduction)
            return ask.Lines.Count == 0 ? Array.Empty<RefundLine>() : new Invalid("lines", "Only an order reduction names lines.");
        if (Check(ask.Lines) is { } wrong)
            return wrong;
        var planned = new List<RefundLine>();
        foreach (var asked in ask.Lines.OrderBy(line => line.LineId))
        {
            if (draft.Head.Lines.FirstOrDefault(candidate => candidate.LineId == asked.LineId) is not { } line)
                return new Invalid("lines", $"The order has no line {asked.LineId}.");
            var left = line.Quantity - RefundRules.Refunded(others, line.LineId);
            if (asked.Quantity > left)
                return new Rejected("refund.quantity", $"Line {line.LineId} has {left} of {line.Quantity} units left that no other refund claims.");
            var units = new Units(draft, line, others);
            var chosen = asked.Vouchers is { } named ? Named(named, asked, units) : Choose(asked, units);
            if (!chosen.IsSuccess)
                return chosen.Error;
            if (chosen.Value.Redeemed > 0 && !ask.Override)
                return Redeemed(line.LineId, chosen.Value.Redeemed);
            var price = line.UnitPrice * asked.Quantity;
            var miles = line.UnitMiles is { } unit ? unit * asked.Quantity : (Money?)null;
            planned.Add(new RefundLine(
                line.LineId, asked.Quantity, price, Shares.BasisPoints(price, reason.FeeBasisPoints), chosen.Value.Dying, chosen.Value.Redeemed,
                miles, miles is { } all ? Shares.BasisPoints(all, reason.FeeBasisPoints) : null));
        }

        return planned;
    }

    private static Invalid? Check(IReadOnlyList<RefundLineAsk> lines)
    {
        if (lines.Count == 0)
            return new Invalid("lines", "Say which lines, and how many of each.");
        if (lines.Select(line => line.LineId).Distinct().Count() != lines.Count)
            return new Invalid("lines", "A line is named twice.");
        if (lines.Any(line => line.Quantity < 1))
            return new Invalid("lines", "A quantity is 1 or more.");
        return lines.Sum(line => (long)line.Quantity) > RefundPolicy.MostUnits
            ? new Invalid("lines", $"At most {RefundPolicy.MostUnits} units in one case; make another for the rest.")
            : null;
    }

    /// <summary>Units without a living voucher first: they cost the customer nothing more.</summary>
    private static Result<Chosen> Choose(RefundLineAsk asked, Units units)
    {
        var needed = Math.Max(0, asked.Quantity - units.Empty);
        var dying = units.Alive.OrderBy(Seen).ThenByDescending(voucher => voucher.VoucherId, StringComparer.Ordinal).Take(needed)
            .Select(voucher => voucher.VoucherId).Order(StringComparer.Ordinal).ToList();
        var redeemed = needed - dying.Count;
        return redeemed > units.Redeemed ? Busy(units.Busy ?? "of the line") : new Chosen(dying, redeemed);
    }

    private static Result<Chosen> Named(IReadOnlyList<string> named, RefundLineAsk asked, Units units)
    {
        if (named.Count != asked.Quantity || named.Distinct(StringComparer.Ordinal).Count() != named.Count)
            return new Invalid("lines", $"Line {asked.LineId}: name {asked.Quantity} different vouchers, or none.");
        if (named.FirstOrDefault(id => units.Find(id) is null) is { } foreign)
            return new Rejected("refund.voucher", $"Voucher {foreign} is not a current one of line {asked.LineId}, or another refund claims it.");
        var vouchers = named.Select(id => units.Find(id)).OfType<Voucher>().ToList();
        if (vouchers.FirstOrDefault(voucher => voucher is { State: VoucherState.Suspended, VoidAsked: not null }) is { } busy)
            return Busy(busy.VoucherId);
        return new Chosen(
            [.. vouchers.Where(IsAlive).Select(voucher => voucher.VoucherId).Order(StringComparer.Ordinal)],
            vouchers.Count(voucher => voucher.State is VoucherState.Redeemed));
    }

    private static Rejected Busy(string voucher) => new("refund.voucher", $"Voucher {voucher} is being made void or reissued. Wait for that first.");

    private static Rejected Redeemed(int lineId, int units) => new(
        "refund.redeemed", units == 1
            ? (Sentence)$"Line {lineId}: 1 of the vouchers was redeemed. An override with two approvers can still give the money back."
            : (Sentence)$"Line {lineId}: {units} of the vouchers were redeemed. An override with two approvers can still give the money back.");

    /// <summary>It can still be stopped. A suspended one too, unless somebody's void or reissue of it is on its way.</summary>
    private static bool IsAlive(Voucher voucher) => voucher.State is VoucherState.Suspended
        ? voucher.VoidAsked is null
        : voucher.State is VoucherState.Issued or VoucherState.KeptBack or VoucherState.Delivered or VoucherState.Viewed or VoucherState.Expired;

    private static bool IsDead(Voucher voucher) => voucher.State is VoucherState.Void or VoucherState.Reissued;

    private static int Seen(Voucher voucher) => voucher.State switch
    {
        VoucherState.KeptBack => 0,
        VoucherState.Issued => 1,
        VoucherState.Delivered => 2,
        VoucherState.Viewed => 3,
        VoucherState.Expired => 4,
        VoucherState.Suspended => 5,
        VoucherState.Redeemed or VoucherState.Void or VoucherState.Reissued => 6,
    };

    /// <param name="Dying">Ids, sorted.</param>
    /// <param name="Redeemed">Units whose voucher stays as it is.</param>
    private readonly record struct Chosen(IReadOnlyList<string> Dying, int Redeemed);

    /// <summary>The line's units that no other case claims, each with its voucher of now: a reissued unit has the successor's.</summary>
    private sealed class Units
    {
        private readonly List<Voucher> _current;

        public Units(OrderDraft draft, OrderLine line, IReadOnlyList<Refund> others)
        {
            var earlier = others.SelectMany(refund => refund.Lines).Where(claim => claim.LineId == line.LineId).ToList();
            var claimed = earlier.SelectMany(claim => claim.Vouchers).ToHashSet();
            var units = draft.Vouchers().Where(voucher => voucher.LineId == line.LineId).GroupBy(voucher => voucher.Unit).ToList();
            var free = units.Where(unit => !unit.Any(voucher => claimed.Contains(voucher.VoucherId))).ToList();
            _current = [.. free.Select(unit => unit.OrderBy(IsDead).ThenByDescending(voucher => voucher.IssuedAt).First())];
            var empty = line.Quantity - units.Count + _current.Count(IsDead);
            Redeemed = Math.Max(0, _current.Count(voucher => voucher.State is VoucherState.Redeemed) - earlier.Sum(claim => claim.Redeemed));
            Empty = Math.Max(0, empty - earlier.Sum(claim => claim.Quantity - claim.Vouchers.Count - claim.Redeemed));
        }

        /// <summary>Units that were never issued, or whose voucher is dead.</summary>
        public int Empty { get; }

        public int Redeemed { get; }

        /// <summary>One that somebody else is making void now.</summary>
        public string? Busy => _current.FirstOrDefault(voucher => voucher is { State: VoucherState.Suspended, VoidAsked: not null })?.VoucherId;

        public IEnumerable<Voucher> Alive => _current.Where(IsAlive);

        public Voucher? Find(string id) => _current.FirstOrDefault(voucher => voucher.VoucherId == id);
    }
}
