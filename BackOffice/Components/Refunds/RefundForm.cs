using System.Globalization;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Components.Refunds;

/// <summary>What the dialog's questions were answered with so far.</summary>
internal sealed class RefundForm(OrderView view, RefundPolicy policy)
{
    private readonly Dictionary<int, int> _quantities = [];

    public RefundKind Kind { get; private set; } = RefundKind.OrderReduction;

    public string? ReasonCode { get; set; }

    public string Reason { get; set; } = "";

    /// <summary>As it was typed, in major units.</summary>
    public string Amount { get; set; } = "";

    public bool Override { get; set; }

    public bool TellCustomer { get; set; } = true;

    public string Unit => view.Head.Lines[0].UnitPrice.Unit;

    public IEnumerable<RefundReason> Reasons => policy.ReasonsInForce.Where(reason => reason.Kinds.Contains(Kind));

    public void Choose(RefundKind kind)
    {
        Kind = kind;
        if (!Reasons.Any(reason => reason.Code == ReasonCode))
            ReasonCode = null;
    }

    /// <summary>Units that no other case claims.</summary>
    public int OpenOf(OrderLine line) => Math.Max(
        0, line.Quantity - view.Refunds.Where(refund => !refund.IsVoid).SelectMany(refund => refund.Lines).Where(claim => claim.LineId == line.LineId).Sum(claim => claim.Quantity));

    public int QuantityOf(int lineId) => _quantities.GetValueOrDefault(lineId);

    public void Give(int lineId, int quantity) => _quantities[lineId] = Math.Max(0, quantity);

    public void GiveAll()
    {
        foreach (var line in view.Head.Lines)
            Give(line.LineId, OpenOf(line));
    }

    /// <summary>What the form holds, to be taken up again.</summary>
    public RefundIntent Keep(string refundId) => new(refundId, view.Head.Id, Kind, ReasonCode, Reason, Amount, new Dictionary<int, int>(_quantities), Override, TellCustomer);

    /// <summary>Fills the form with what was kept.</summary>
    public void Take(RefundIntent kept)
    {
        Choose(kept.Kind);
        (ReasonCode, Reason, Amount, Override, TellCustomer) = (kept.ReasonCode, kept.Reason, kept.Amount, kept.Override, kept.TellCustomer);
        foreach (var (line, quantity) in kept.Quantities)
            Give(line, quantity);
    }

    /// <summary>True for what is typed and is no amount that can go back: letters, nothing, too many decimals.</summary>
    public bool IsAmountWrong => Kind is not RefundKind.OrderReduction && Amount.Trim().Length > 0 && Parse(Amount, Unit) is null;

    /// <summary>Null while a question is open. The words are no part of a preview, so it does not wait for them.</summary>
    public RefundAsk? Ask()
    {
        List<RefundLineAsk> lines = Kind is RefundKind.OrderReduction
            ? [.. _quantities.Where(pair => pair.Value > 0).OrderBy(pair => pair.Key).Select(pair => new RefundLineAsk(pair.Key, pair.Value))] : [];
        var amount = Kind is RefundKind.OrderReduction ? null : Parse(Amount, Unit);
        if (ReasonCode is not { } code || (Kind is RefundKind.OrderReduction && lines.Count == 0) || (Kind is RefundKind.Goodwill && amount is null)
            || (Kind is RefundKind.Overpayment && amount is null && Amount.Trim().Length > 0))
            return null;
        return new RefundAsk
        {
            Kind = Kind, ReasonCode = code, Reason = Reason.Trim().Length == 0 ? "-" : Reason.Trim(), Lines = lines, Amount = amount, Override = Override, TellCustomer = TellCustomer,
        };
    }

    /// <summary>A point and a comma both part the cents, so that no language makes a thousand of one; what has more decimals than the unit is no amount.</summary>
    internal static Money? Parse(string typed, string unit)
    {
        if (!decimal.TryParse(typed.Trim().Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var major) || major <= 0 || major > 1_000_000_000)
            return null;
        var digits = Currencies.MinorDigits(unit);
        return major.Scale <= digits ? new Money((long)(major * (decimal)Math.Pow(10, digits)), unit) : null;
    }
}
