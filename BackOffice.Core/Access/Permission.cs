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
    ExecutionsRead,
    RolloutRead,
    RolloutSet,
    AuditRead,
    AuditVerify,
    QueuesRead,
    QueuesRedrive,
    SystemRead,
    SystemRepair,
}
