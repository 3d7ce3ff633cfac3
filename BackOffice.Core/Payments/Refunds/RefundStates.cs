namespace BackOffice.Core.Payments.Refunds;

/// <summary>Why money goes back; each kind has a rule of its own, and they are never one number.</summary>
public enum RefundKind
{
    /// <summary>Units of lines are given back: their price, less a fee; their vouchers die first.</summary>
    OrderReduction,

    /// <summary>More was taken than the order is worth; at most that difference.</summary>
    Overpayment,

    /// <summary>A kindness: at most what is left on the tender; no line changes.</summary>
    Goodwill,

    /// <summary>What a failed order did is undone, whole; run by <c>unwind-order</c> and asked for through <see cref="Unwinding.IUnwinds"/> alone.</summary>
    Unwind,
}

/// <summary>How a case stands. A draft exists only in the dialog.</summary>
public enum RefundState
{
    PendingApproval,

    /// <summary>May run; starts as soon as nothing else works on the order.</summary>
    Approved,
    Running,
    Succeeded,

    /// <summary>A leg failed, was undone, or cannot go on without a person.</summary>
    NeedsAttention,
    Rejected,
    Cancelled,

    /// <summary>Not approved in time, or what it would do has changed.</summary>
    Expired,

    /// <summary>An unwinding that stopped and has nothing left to do: what it did not undo was undone or paid back otherwise, and a person said so.</summary>
    Closed,
}

/// <summary>One external effect of a case.</summary>
public enum LegKind
{
    /// <summary>One voucher, suspended at the start and void before any money moves.</summary>
    Deliverable,
    Miles,
    Cash,

    /// <summary>An authorisation that nobody captured is let go: no money was taken, so none is reserved or goes back.</summary>
    Release,
    Notify,
}

/// <summary>How a leg stands. Unknown is settled by a look-up or by a person with evidence, and by nothing else.</summary>
public enum LegState
{
    Planned,

    /// <summary>Its amount is reserved, or its voucher suspended; its key is stored; nothing was sent.</summary>
    Reserved,
    Sent,
    Succeeded,

    /// <summary>Definitely did not happen; the amount is free again.</summary>
    Failed,

    /// <summary>Nobody knows; the amount stays reserved.</summary>
    Unknown,

    /// <summary>The gateway has it: pending, or it needs something of the customer or the bank.</summary>
    AwaitingExternal,

    /// <summary>It had succeeded and came back; the amount may be refunded again.</summary>
    Reversed,
}

/// <summary>Whose word a case needs beside the maker's.</summary>
public enum RefundApprovalLevel
{
    None,

    /// <summary>One person with refunds:approve who is not the maker.</summary>
    Lead,

    /// <summary>Two such persons.</summary>
    TwoPeople,
}
