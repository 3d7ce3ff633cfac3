using BackOffice.Core.Access;

namespace BackOffice.Components.Session;

/// <summary>Permissions as sentences for whoever has them.</summary>
public static class PermissionWords
{
    public static string Of(Permission permission) => permission switch
    {
        Permission.OrdersRead => T("Look orders up and open them"),
        Permission.OrdersWrite => T("Place orders through the API"),
        Permission.OrdersImport => T("Import orders from a file"),
        Permission.OrdersRetry => T("Retry orders, and have unknown calls looked up"),
        Permission.OrdersUnwind => T("Undo what a failed order did"),
        Permission.EffectsSettle => T("Settle an unknown call with evidence"),
        Permission.HoldsDecide => T("Approve or reject orders that are held"),
        Permission.RefundsRequest => T("Ask for refunds; within the limits they run on one's own word"),
        Permission.RefundsApprove => T("Approve or reject refunds that somebody else asked for"),
        Permission.NotesWrite => T("Add notes to orders"),
        Permission.ViewsShare => T("Save views of the list for a role or for everyone"),
        Permission.CustomersReveal => T("See a customer's personal data for a minute, with a reason"),
        Permission.CustomersExport => T("Export customers' personal data in clear"),
        Permission.VouchersResend => T("Send vouchers again"),
        Permission.VouchersManage => T("Void, reissue, extend and suspend vouchers"),
        Permission.VouchersReveal => T("See a voucher's code, with a reason"),
        Permission.VouchersView => T("Say that a customer looked at a voucher, through the API"),
        Permission.VouchersRedeem => T("Redeem vouchers through the API"),
        Permission.ExecutionsRead => T("See how a workflow ran"),
        Permission.RolloutRead => T("See the dial of instant processing"),
        Permission.RolloutSet => T("Move the dial, and stop instant processing"),
        Permission.AuditRead => T("Read the audit log"),
        Permission.AuditVerify => T("Verify the whole audit log"),
        Permission.MoneyRead => T("See how the money of all orders stands"),
        Permission.MoneyVerify => T("Have the money of all orders checked"),
        Permission.QueuesRead => T("See queues and dead letters"),
        Permission.QueuesRedrive => T("Put dead letters back into their queue"),
        Permission.QueuesDiscard => T("Delete dead letters for good"),
        Permission.BatchesRun => T("Have a batch job run now"),
        Permission.RulesRead => T("See routing rules and deliveries"),
        Permission.RulesWrite => T("Change routing rules"),
        Permission.RulesApprove => T("Decide what another wants to change about rules"),
        Permission.RulesReplay => T("Send events again"),
        Permission.SystemRead => T("See how the installation does"),
        Permission.SystemRepair => T("Set counters right"),
        Permission.SamplesRun => T("Run sample orders, in Development"),
        Permission.SystemBackup => T("Take a backup, with the command line"),
    };
}
