namespace BackOffice.Core.Orders;

public enum OrderKind
{
    /// <summary>Gilt City: offers that become vouchers.</summary>
    DealVoucher,

    /// <summary>Smiles: cash and miles that become tickets. Comes later; the shapes already hold it.</summary>
    AirCheckout,
}

public enum PaymentStatus
{
    None,
    Authorised,
    PartlyCaptured,
    Captured,
    PartlyRefunded,
    Refunded,
    ChargedBack,
    Overpaid,
}

public enum MilesStatus
{
    None,
    Redeemed,
    PartlyRecredited,
    Recredited,
}

public enum FulfilmentStatus
{
    NotStarted,
    Partial,
    Done,
    Reversed,
}

public enum FraudStatus
{
    Pending,
    Passed,
    Held,
    Rejected,
}

/// <summary>Written by the projector alone (and by the batch job for orders of the batch path).</summary>
public enum WorkflowStatus
{
    /// <summary>Not dispatched yet, or waiting for the first batch.</summary>
    Queued,
    Running,

    /// <summary>Waits for a person or a timer.</summary>
    Waiting,
    Failed,
    Done,

    /// <summary>The execution failed with an error that the batch jobs try again.</summary>
    FellBack,

    /// <summary>Closed by a person without goods.</summary>
    Cancelled,
}

/// <summary>Who must act.</summary>
public enum AttentionStatus
{
    None,
    NeedsAgent,
    NeedsApproval,
    NeedsOps,

    /// <summary>A call about money or goods had no answer.</summary>
    Unknown,
}

/// <summary>The one word for an order, by fixed priority: the first that holds, in this order. See <see cref="Headlines"/>.</summary>
public enum Headline
{
    Unknown,
    Stuck,
    Held,
    Failed,
    Refunding,
    Retrying,
    Running,
    Queued,
    Cancelled,
    Refunded,
    Done,
}

public enum OrderPath
{
    Instant,
    Batch,
}

public enum StepStatus
{
    NotStarted,
    Waiting,
    Running,
    Retrying,
    Held,
    Failed,
    Unknown,
    Done,
    NotNeeded,
    Undone,
}
