using BackOffice.Core.Common;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Components.Refunds;

/// <summary>What a person was about to ask for: the same refund, after they have signed in again.</summary>
/// <param name="RefundId">Made when the dialog first opened.</param>
/// <param name="Order">The order.</param>
/// <param name="Kind">What comes back.</param>
/// <param name="ReasonCode">Why.</param>
/// <param name="Reason">In their words.</param>
/// <param name="Amount">As typed.</param>
/// <param name="Quantities">By line.</param>
/// <param name="Override">Redeemed units too.</param>
/// <param name="TellCustomer">Whether the customer is written to.</param>
internal sealed record RefundIntent(
    string RefundId, OrderId Order, RefundKind Kind, string? ReasonCode, string Reason, string Amount, IReadOnlyDictionary<int, int> Quantities, bool Override, bool TellCustomer);
