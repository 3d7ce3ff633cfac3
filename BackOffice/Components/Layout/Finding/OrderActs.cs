using BackOffice.Components.Orders;
using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using Icons = MudBlazor.Icons.Material.Rounded;

namespace BackOffice.Components.Layout.Finding;

/// <summary>
/// What can be done with an order that was found. What the person may not do is not there; what cannot be done now stays and says why. Each leads to the
/// order's page, which does what its address says after <c>?do=</c>.
/// </summary>
internal static class OrderActs
{
    public static IEnumerable<FindItem> On(OrderHead head, Actor actor)
    {
        var group = T($"With {head.Id.Value}");
        if (actor.Permissions.Contains(Permission.OrdersRetry))
        {
            yield return Act(
                head.Headline is Headline.Unknown ? T("Look up now…") : T("Retry…"), Icons.Replay, "retry", OrderActions.WhyNoRetry(head));
        }

        if (actor.Permissions.Contains(Permission.HoldsDecide))
            yield return Act(T("Decide the hold…"), Icons.HowToReg, "decide", head.Headline is Headline.Held ? null : T("Nobody is asked to decide"));
        if (actor.Permissions.Contains(Permission.RefundsRequest))
            yield return Act(T("Refund…"), Icons.Undo, "refund", OrderActions.WhyNoRefund(head));
        if (actor.Permissions.Contains(Permission.OrdersUnwind) && head is { History: false, Workflow: WorkflowStatus.Failed or WorkflowStatus.FellBack })
            yield return Act(T("Undo…"), Icons.SettingsBackupRestore, "unwind", OrderActions.WhyNoUnwind(head));
        if (actor.Permissions.Contains(Permission.NotesWrite))
            yield return Act(T("Add a note…"), Icons.Add, "note", null);
        yield return Act(T("Copy the sentence"), Icons.ContentCopy, "copy", null);

        FindItem Act(string label, string icon, string act, string? whyNot) =>
            new(icon, label, whyNot ?? "") { Href = $"/orders/{head.Id}?do={act}", WhyNot = whyNot, Group = group };
    }
}
