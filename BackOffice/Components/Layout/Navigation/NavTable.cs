using BackOffice.Core.Access;
using BackOffice.Core.Orders;
using Icons = MudBlazor.Icons.Material.Rounded;

namespace BackOffice.Components.Layout.Navigation;

/// <summary>
/// Every page that can be gone to. A new page adds its line here, and a class that implements <see cref="INavFigure"/> where a number belongs beside it; the
/// navigation, the command palette, the keys and the help sheet follow.
/// </summary>
public static class NavTable
{
    public static readonly IReadOnlyList<NavEntry> All =
    [
        new(NavGroup.Top, "/", Icons.Home, () => T("Home"), Go: "h"),

        Orders(Headline.Unknown),
        Orders(Headline.Stuck),
        new(NavGroup.NeedsAPerson, "/holds", StatusLook.Of(Headline.Held).Icon, () => StatusLook.Of(Headline.Held).Word, Permission.OrdersRead, Headline: Headline.Held),
        Orders(Headline.Failed),
        new(NavGroup.NeedsAPerson, ApprovalFigure.Address, Icons.HowToReg, () => T("Approvals"), Permission.RefundsApprove) { Role = StatusRole.Wait },
        new(NavGroup.NeedsAPerson, DeadLetterFigure.Address, Icons.Unarchive, () => T("Dead letters"), Permission.QueuesRead) { Role = StatusRole.Fail },
        new(NavGroup.NeedsAPerson, UndeliveredFigure.Address, Icons.CancelScheduleSend, () => T("Undelivered"), Permission.RulesRead) { Role = StatusRole.Fail },

        new(NavGroup.Work, "/orders", Icons.ReceiptLong, () => T("Orders"), Permission.OrdersRead, Go: "o"),
        new(NavGroup.Work, "/vouchers", Icons.ConfirmationNumber, () => T("Vouchers"), Permission.OrdersRead),
        new(NavGroup.Work, "/mail", Icons.MailOutline, () => T("Mail"), Permission.OrdersRead),

        new(NavGroup.Pipeline, "/executions", Icons.AccountTree, () => T("Executions"), Permission.ExecutionsRead),
        new(NavGroup.Pipeline, "/batches", Icons.Layers, () => T("Batch jobs"), Permission.OrdersRead),
        new(NavGroup.Pipeline, "/rules/deliveries", Icons.Send, () => T("Deliveries"), Permission.RulesRead),

        new(NavGroup.Change, DialFigure.Address, Icons.Tune, () => T("Rollout"), Permission.RolloutRead, Go: "r"),
        new(NavGroup.Change, "/rules", Icons.AltRoute, () => T("Rules"), Permission.RulesRead, Go: "u"),

        new(NavGroup.Record, MoneyFigure.Address, Icons.AccountBalance, () => T("Money"), Permission.MoneyRead) { Role = StatusRole.Fail },
        new(NavGroup.Record, "/audit", Icons.Fingerprint, () => T("Audit"), Permission.AuditRead, Go: "a"),
        new(NavGroup.Record, "/system", Icons.MonitorHeart, () => T("System"), Permission.SystemRead),
    ];

    /// <summary>Pages that are in no group of the navigation, and that the palette and the keys know.</summary>
    public static readonly IReadOnlyList<NavEntry> Others =
    [
        new(NavGroup.Top, OrdersUrl.NeedsAPerson.ToString(), Icons.HowToReg, () => T("Everything that needs a person"), Permission.OrdersRead, Go: "n"),
        new(NavGroup.Top, "/rules/new", Icons.AddRoad, () => T("New rule"), Permission.RulesWrite),
        new(NavGroup.Top, "/rules/tester", Icons.Science, () => T("Rule tester"), Permission.RulesRead),
        new(NavGroup.Top, "/rules/replay", Icons.Replay, () => T("Replay events"), Permission.RulesRead),
        new(NavGroup.Top, "/session", Icons.AccountCircle, () => T("My session")),
    ];

    public static string TitleOf(NavGroup group) => group switch
    {
        NavGroup.Top => "",
        NavGroup.NeedsAPerson => T("Needs a person"),
        NavGroup.Work => T("Work"),
        NavGroup.Pipeline => T("Pipeline"),
        NavGroup.Change => T("Change"),
        NavGroup.Record => T("Record"),
    };

    private static NavEntry Orders(Headline headline) =>
        new(NavGroup.NeedsAPerson, OrdersUrl.Of(headline).ToString(), StatusLook.Of(headline).Icon, () => StatusLook.Of(headline).Word, Permission.OrdersRead, Headline: headline);
}
