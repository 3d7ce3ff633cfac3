namespace BackOffice.Core.Access;

/// <summary>Verbs on nouns. A role is only a set of these; an API scope has the permission's name in <see cref="RolePermissions.NameOf"/>.</summary>
public enum Permission
{
    OrdersRead,
    OrdersWrite,
    OrdersImport,
    OrdersRetry,

    /// <summary>Undoing what a failed order did: its vouchers die, miles and money go back.</summary>
    OrdersUnwind,
    EffectsSettle,
    HoldsDecide,

    /// <summary>Asking for a refund; within the limits of the policy it then runs on one's own word.</summary>
    RefundsRequest,

    /// <summary>Approving and rejecting what somebody else asked for.</summary>
    RefundsApprove,
    NotesWrite,

    /// <summary>Views for a role or for everyone: making, changing and deleting them. One's own need nothing but orders:read.</summary>
    ViewsShare,

    /// <summary>One customer's personal data in clear for a minute, with a reason, counted and audited.</summary>
    CustomersReveal,

    /// <summary>Customers' personal data in clear, many at once: an export that is not masked.</summary>
    CustomersExport,

    /// <summary>Sending a customer's vouchers again.</summary>
    VouchersResend,

    /// <summary>Suspending and releasing, voiding, reissuing, extending, taking a redemption back, settling what came too late.</summary>
    VouchersManage,

    /// <summary>A voucher's code in clear: it is money. An audited act with a reason.</summary>
    VouchersReveal,

    /// <summary>For the brand's own site: showing its customer a code, which makes the voucher viewed.</summary>
    VouchersView,

    /// <summary>For merchants' clients: using a voucher up.</summary>
    VouchersRedeem,
    ExecutionsRead,
    RolloutRead,
    RolloutSet,
    AuditRead,
    AuditVerify,

    /// <summary>How the money of all orders stands.</summary>
    MoneyRead,

    /// <summary>Having all of it checked now, and stopping that.</summary>
    MoneyVerify,
    QueuesRead,
    QueuesRedrive,
    QueuesDiscard,
    BatchesRun,
    RulesRead,
    RulesWrite,

    /// <summary>Deciding what another person wants to change about rules that send events out of the house.</summary>
    RulesApprove,

    /// <summary>Sending events again: replays, and dead letters of deliveries.</summary>
    RulesReplay,
    SystemRead,
    SystemRepair,

    /// <summary>Copies of everything, keys and personal data included.</summary>
    SystemBackup,

    /// <summary>Sample orders, which exist in Development alone.</summary>
    SamplesRun,
}
