using BackOffice.Core.Audit;
using BackOffice.Core.Orders;
using Icons = MudBlazor.Icons.Material.Rounded;

namespace BackOffice.Components.Orders.Run;

/// <summary>What people did, and what the audit log says that no other source says better.</summary>
internal static class PersonRows
{
    private static readonly string[] s_saidElsewhere =
        [AuditActions.OrderPlaced, AuditActions.NoteAdded, AuditActions.HoldPlaced, AuditActions.HoldApproved, AuditActions.HoldRejected];

    public static IEnumerable<TimelineRow> Of(OrderView view)
    {
        foreach (var note in view.Notes)
        {
            yield return new(
                "note-" + note.NoteId, note.At, note.Pinned ? Icons.PushPin : Icons.StickyNote2, StatusRole.Quiet, note.ActorName + ":", note.Text, note.Pinned ? T("Note, pinned") : T("Note"),
                TimelineKind.Person, IsPinned: note.Pinned);
        }

        foreach (var row in Hold(view).Concat(view.Audit.Where(stored => !s_saidElsewhere.Contains(stored.Entry.Action)).OrderBy(stored => stored.Sequence).Select(Audited)))
            yield return row;
        if (view.Audit.Count > 0)
            yield break;
        foreach (var command in view.Commands.Where(command => command.Command.StartsWith("retry", StringComparison.OrdinalIgnoreCase)))
            yield return new("command-" + command.CommandId, command.At, Icons.Replay, StatusRole.Quiet, T("Retry asked for."), command.Outcome ?? "", T("Person"), TimelineKind.Person);
    }

    private static IEnumerable<TimelineRow> Hold(OrderView view)
    {
        if (view.Hold is not { } hold)
            yield break;
        var why = hold.Reasons.Count == 0 ? T($"Score {hold.Score}.") : T($"Score {hold.Score}: {string.Join(", ", hold.Reasons)}.");
        yield return new("hold-" + hold.HoldId, hold.PlacedAt, Icons.PauseCircle, StatusRole.Wait, T("Held for review."), why, T("Hold"), TimelineKind.Trouble);
        if (hold.Decision is not { } decision)
            yield break;
        yield return new(
            $"hold-{hold.HoldId}-decided", decision.At, decision.Approved ? Icons.CheckCircle : Icons.Block, decision.Approved ? StatusRole.Ok : StatusRole.Fail,
            decision.Approved ? T($"{decision.ActorName} approved it.") : T($"{decision.ActorName} rejected it."), decision.Reason, T("Hold"), TimelineKind.Person);
    }

    private static TimelineRow Audited(StoredAudit stored) => new(
        $"audit-{stored.Sequence}", stored.Entry.At, AuditWords.IconOf(stored.Entry.Action), AuditWords.RoleOf(stored.Entry.Action), AuditWords.Title(stored),
        OrderSentence.Join(AuditWords.Brief(stored.Detail?.Note), stored.Detail?.Reason is { Length: > 0 } reason ? T($"Reason: {reason}") : null),
        T($"Audit #{stored.Sequence}"),
        stored.Entry.ActorId.StartsWith("system:", StringComparison.Ordinal) ? TimelineKind.Plain : TimelineKind.Person,
        Href: $"/audit?entry={stored.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture)}&subject={Uri.EscapeDataString(stored.Entry.Subject)}");
}
