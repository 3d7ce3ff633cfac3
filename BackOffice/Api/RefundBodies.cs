using BackOffice.Core.Common;
using BackOffice.Core.Payments.Refunds;

namespace BackOffice.Api;

/// <summary>What is wanted back. Every field is nullable here so that all that are missing can be named at once.</summary>
/// <param name="Kind">orderReduction, overpayment or goodwill.</param>
/// <param name="ReasonCode">Of the policy.</param>
/// <param name="Reason">1 to 500 characters.</param>
/// <param name="Lines">For an order reduction.</param>
/// <param name="Amount">For goodwill, and if wished for an overpayment.</param>
/// <param name="Allocation">How much to which tender; left out, in proportion.</param>
/// <param name="Override">Redeemed units, too; two approvers.</param>
/// <param name="TellCustomer">True when left out.</param>
internal record RefundAskBody(
    string? Kind, string? ReasonCode, string? Reason, List<RefundLineAsk>? Lines, Money? Amount, List<TenderShare>? Allocation, bool? Override, bool? TellCustomer)
{
    public RefundAsk ToAsk(Required required) => new()
    {
        Kind = required.Value("kind", required.Word<RefundKind>("kind", Kind), "The kind is needed."),
        ReasonCode = required.Text("reasonCode", ReasonCode, 64),
        Reason = required.Text("reason", Reason, OrderCommandEndpoints.LongestReason),
        Lines = Lines ?? [],
        Amount = Amount,
        Allocation = Allocation,
        Override = Override ?? false,
        TellCustomer = TellCustomer ?? true,
    };
}

/// <param name="RefundId">Made by the client; the same again is the same case.</param>
/// <param name="PreviewHash">The preview's.</param>
/// <param name="Kind">As in <see cref="RefundAskBody"/>.</param>
/// <param name="ReasonCode">As in <see cref="RefundAskBody"/>.</param>
/// <param name="Reason">As in <see cref="RefundAskBody"/>.</param>
/// <param name="Lines">As in <see cref="RefundAskBody"/>.</param>
/// <param name="Amount">As in <see cref="RefundAskBody"/>.</param>
/// <param name="Allocation">As in <see cref="RefundAskBody"/>.</param>
/// <param name="Override">As in <see cref="RefundAskBody"/>.</param>
/// <param name="TellCustomer">As in <see cref="RefundAskBody"/>.</param>
internal sealed record RefundRequestBody(
    string? RefundId, string? PreviewHash, string? Kind, string? ReasonCode, string? Reason, List<RefundLineAsk>? Lines, Money? Amount, List<TenderShare>? Allocation,
    bool? Override, bool? TellCustomer)
    : RefundAskBody(Kind, ReasonCode, Reason, Lines, Amount, Allocation, Override, TellCustomer);

/// <param name="CommandId">As in <see cref="RetryBody"/>.</param>
/// <param name="ExpectedVersion">Of the order as the client saw it.</param>
/// <param name="PreviewHash">Of the case as the client saw it; needed to approve.</param>
/// <param name="Reason">1 to 500 characters.</param>
internal sealed record RefundDecisionBody(string? CommandId, long? ExpectedVersion, string? PreviewHash, string? Reason);

/// <param name="CommandId">As in <see cref="RetryBody"/>.</param>
/// <param name="ExpectedVersion">Of the order as the client saw it.</param>
/// <param name="LegId">The case's leg.</param>
/// <param name="Happened">True when the gateway did it.</param>
/// <param name="Reference">The gateway's; needed when it happened.</param>
/// <param name="Evidence">1 to 500 characters.</param>
internal sealed record RefundSettleBody(string? CommandId, long? ExpectedVersion, string? LegId, bool? Happened, string? Reference, string? Evidence);

internal sealed record RefundsAnswer(IReadOnlyList<RefundCase> Items);
