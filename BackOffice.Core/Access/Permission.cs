namespace BackOffice.Core.Access;

/// <summary>Verbs on nouns. A role is only a set of these; an API scope has the permission's name in <see cref="RolePermissions.NameOf"/>.</summary>
public enum Permission
{
    OrdersRead,
    OrdersWrite,
    OrdersImport,
    OrdersRetry,
    EffectsSettle,
    HoldsDecide,
    NotesWrite,

    /// <summary>Views for a role or for everyone: making, changing and deleting them. One's own need nothing but orders:read.</summary>
    ViewsShare,

    /// <summary>Customers' personal data in clear, many at once: an export that is not masked.</summary>
    CustomersReveal,
    ExecutionsRead,
    RolloutRead,
    RolloutSet,
    AuditRead,
    AuditVerify,
    QueuesRead,
    QueuesRedrive,
    RulesRead,
    RulesWrite,

    /// <summary>Deciding what another person wants to change about rules that send events out of the house.</summary>
    RulesApprove,

    /// <summary>Sending events again: replays, and dead letters of deliveries.</summary>
    RulesReplay,
    SystemRead,
    SystemRepair,
}
