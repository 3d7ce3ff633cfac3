using BackOffice.Core.Orders;

namespace BackOffice.Core.Payments.Refunds;

/// <summary>How an order's refund cases stand together; kept in the head, derived whenever a case is written.</summary>
public sealed record RefundSummary
{
    /// <summary>The case whose execution owns the order now; at most one.</summary>
    public string? Running { get; init; }

    /// <summary>The unwinding of the order, once one has begun and was not called off; with it the order is not processed any more.</summary>
    public string? Unwind { get; init; }

    /// <summary>That unwinding stopped for a person before anything of value moved, or was closed then: its goods may be dead, and the money is given back by a refund.</summary>
    public bool UnwindMovedNothing { get; init; }

    /// <summary>Cases that wait for approval.</summary>
    public int Pending { get; init; }

    /// <summary>When the oldest of them was asked for.</summary>
    public DateTimeOffset? PendingSince { get; init; }

    /// <summary>Cases that need a person.</summary>
    public int NeedAttention { get; init; }

    /// <summary>When the program must look after a case.</summary>
    public DateTimeOffset? LookAt { get; init; }

    /// <summary>True while a case has begun and has not ended well.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsOpen => Running is not null || NeedAttention > 0;

    internal static RefundSummary Of(IReadOnlyList<Refund> refunds) => new()
    {
        Running = refunds.FirstOrDefault(refund => refund.State is RefundState.Running)?.RefundId,
        Unwind = refunds.FirstOrDefault(refund => refund is { Ask.Kind: RefundKind.Unwind, IsVoid: false })?.RefundId,
        UnwindMovedNothing = refunds.Any(refund => refund is { Ask.Kind: RefundKind.Unwind, State: RefundState.NeedsAttention or RefundState.Closed }
            && refund.Legs.Where(leg => leg.IsValue).All(leg => leg.State is LegState.Planned)),
        Pending = refunds.Count(refund => refund.State is RefundState.PendingApproval),
        PendingSince = Earliest(refunds, refund => refund.State is RefundState.PendingApproval ? refund.RequestedAt : null),
        NeedAttention = refunds.Count(refund => refund.State is RefundState.NeedsAttention),
        LookAt = Earliest(refunds, refund => refund.State switch
        {
            RefundState.PendingApproval => refund.ExpiresAt,
            RefundState.Approved or RefundState.Running => refund.LookAt,
            RefundState.Succeeded or RefundState.NeedsAttention or RefundState.Rejected or RefundState.Cancelled or RefundState.Expired or RefundState.Closed => null,
        }),
    };

    /// <summary>Puts the summary of the draft's cases into its head, and who must act because of them.</summary>
    internal static void Renew(OrderDraft draft)
    {
        var summary = Of([.. draft.Refunds()]);
        var head = draft.Head = draft.Head with { Refunds = summary };
        draft.Head = head with
        {
            Attention = head.Attention switch
            {
                AttentionStatus.Unknown or AttentionStatus.NeedsOps => head.Attention,
                _ when summary.NeedAttention > 0 => AttentionStatus.NeedsAgent,
                _ when summary.Pending > 0 => AttentionStatus.NeedsApproval,
                // An order that stopped keeps its own call for a person.
                AttentionStatus.NeedsApproval => Attentions.Of(draft),
                AttentionStatus.NeedsAgent when head.IsFinal => AttentionStatus.None,
                var kept => kept,
            },
        };
    }

    private static DateTimeOffset? Earliest(IReadOnlyList<Refund> refunds, Func<Refund, DateTimeOffset?> of) => refunds.Select(of).Min();
}
