using BackOffice.Core.Audit;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows;
using Icons = MudBlazor.Icons.Material.Rounded;

namespace BackOffice.Components.Orders.Run;

/// <summary>The rows that each source gives to the timeline.</summary>
internal static class TimelineRows
{
    // What other sources already say better.
    private static readonly string[] s_saidElsewhere =
        [AuditActions.OrderPlaced, AuditActions.NoteAdded, AuditActions.HoldPlaced, AuditActions.HoldApproved, AuditActions.HoldRejected];

    public static IEnumerable<TimelineRow> Order(OrderView view)
    {
        yield return new("placed", view.Head.PlacedAt, Icons.Flag, StatusRole.Quiet, "Order placed.", VariantWords.Why(view.Head), "Order", TimelineKind.Plain);
    }

    public static IEnumerable<TimelineRow> Tries(OrderRun run)
    {
        foreach (var state in run.Rows.Where(state => state.State.Type == "Task"))
        {
            foreach (var attempt in state.Tries.Where(attempt => attempt is { Outcome: TryOutcome.Failed or TryOutcome.TimedOut, EndedAt: not null }))
            {
                var unknown = attempt.Error == ErrorCodes.EffectUnknown;
                yield return new(
                    $"try-{state.State.Name}-{attempt.Number}", attempt.EndedAt ?? attempt.At, unknown ? Icons.HelpOutline : Icons.Error, unknown ? StatusRole.Unknown : StatusRole.Fail,
                    unknown ? $"{state.Title} ended without an answer, try {attempt.Number}." : $"{state.Title} failed, try {attempt.Number}.", Explain(attempt), Source(attempt.By), TimelineKind.Trouble);
            }
        }
    }

    public static IEnumerable<TimelineRow> Executions(OrderView view)
    {
        foreach (var e in view.History)
        {
            var details = HistoryReader.Details(e);
            TimelineRow? row = e.Type switch
            {
                "ExecutionStarted" => Row(Icons.PlayArrow, StatusRole.Quiet, "Workflow started.", $"{view.Execution?.Definition} revision {view.Execution?.Revision}.", TimelineKind.Plain),
                "ExecutionRedriven" => Row(Icons.Replay, StatusRole.Run, "Workflow goes on", "from the failed step.", TimelineKind.Plain),
                "ExecutionFailed" => Row(Icons.Error, StatusRole.Fail, "Workflow stopped.", HistoryReader.Text(details, "error") ?? "", TimelineKind.Trouble),
                "ExecutionTimedOut" => Row(Icons.TimerOff, StatusRole.Fail, "Workflow timed out.", "", TimelineKind.Trouble),
                "ExecutionAborted" => Row(Icons.Block, StatusRole.Quiet, "Workflow stopped by hand.", HistoryReader.Text(details, "cause") ?? "", TimelineKind.Trouble),
                "ExecutionSucceeded" => Row(Icons.CheckCircle, StatusRole.Ok, "Workflow done.", "", TimelineKind.Plain),
                _ => null,
            };
            if (row is not null)
                yield return row;

            TimelineRow Row(string icon, StatusRole role, string lead, string text, TimelineKind kind) =>
                new($"event-{view.Execution?.Name}-{e.Id}", e.At, icon, role, lead, text, $"Workflow, event {e.Id}", kind);
        }
    }

    public static IEnumerable<TimelineRow> Effects(OrderView view)
    {
        foreach (var effect in view.Effects)
        {
            var at = effect.SettledAt ?? effect.LastSentAt;
            if (at is null)
                continue;
            TimelineRow? row = (effect.State, effect.Kind) switch
            {
                (EffectState.Unknown, _) => Row(Icons.HelpOutline, StatusRole.Unknown, $"{StepTitles.Of(effect.Key.Step)}: no answer.", UnknownText(effect), TimelineKind.Trouble),
                (EffectState.Sent, _) => Row(Icons.Send, StatusRole.Run, $"{StepTitles.Of(effect.Key.Step)}:", "the call went out; the answer is awaited.", TimelineKind.Plain),
                (EffectState.Reversed, _) => Row(Icons.SettingsBackupRestore, StatusRole.Quiet, $"{StepTitles.Of(effect.Key.Step)} undone.", "", TimelineKind.Plain),
                (EffectState.Succeeded, EffectKind.FraudScan) => Row(Icons.Shield, StatusRole.Ok, "Fraud scan done,", $"score {view.Head.FraudScore}", TimelineKind.Plain),
                (EffectState.Succeeded, EffectKind.Authorise) => Row(Icons.CreditCard, StatusRole.Ok, "", $"{Card(view)} authorised for {Amount(effect)}{Until(view)}", TimelineKind.Plain),
                (EffectState.Succeeded, EffectKind.Capture) => Row(Icons.Payments, StatusRole.Ok, "", $"{Amount(effect)} taken from {Card(view)}", TimelineKind.Plain),
                (EffectState.Succeeded, EffectKind.VoidVoucher) => Row(Icons.DoNotDisturbOn, StatusRole.Quiet, "", T("The merchant confirmed that a voucher is void"), TimelineKind.Plain),
                (EffectState.Succeeded, EffectKind.Notify) => Row(Icons.MarkEmailRead, StatusRole.Ok, "", "Message with the vouchers sent to the customer", TimelineKind.Plain),
                _ => null,
            };
            if (row is not null)
                yield return row;

            TimelineRow Row(string icon, StatusRole role, string lead, string text, TimelineKind kind) =>
                new($"effect-{effect.Key}", at.Value, icon, role, lead, text, "Effect", kind);
        }
    }

    public static IEnumerable<TimelineRow> Vouchers(OrderView view)
    {
        foreach (var group in view.Vouchers.GroupBy(voucher => voucher.IssuedAt.ToUnixTimeSeconds()))
        {
            var list = group.ToList();
            var endings = string.Join(" and ", list.Select(voucher => voucher.CodeLast4));
            var kept = list.TrueForAll(voucher => voucher.State is VoucherState.KeptBack) ? " Kept back until the money is there." : "";
            yield return new(
                $"vouchers-{group.Key}", list[^1].IssuedAt, Icons.ConfirmationNumber, StatusRole.Ok, "",
                $"{Formats.Capital(Formats.Counted(list.Count))} {(list.Count == 1 ? "voucher" : "vouchers")} made, ending {endings}.{kept}", "Voucher", TimelineKind.Plain);
        }
    }

    public static IEnumerable<TimelineRow> People(OrderView view)
    {
        foreach (var note in view.Notes)
            yield return new("note-" + note.NoteId, note.At, note.Pinned ? Icons.PushPin : Icons.StickyNote2, StatusRole.Quiet, note.ActorName + ":", note.Text, note.Pinned ? "Note, pinned" : "Note", TimelineKind.Person);
        if (view.Hold is { } hold)
        {
            yield return new("hold-" + hold.HoldId, hold.PlacedAt, Icons.PauseCircle, StatusRole.Wait, "Held for review,", $"score {hold.Score}. {string.Join(", ", hold.Reasons)}", "Hold", TimelineKind.Trouble);
            if (hold.Decision is { } decision)
            {
                yield return new(
                    $"hold-{hold.HoldId}-decided", decision.At, decision.Approved ? Icons.CheckCircle : Icons.Block, decision.Approved ? StatusRole.Ok : StatusRole.Fail,
                    $"{decision.ActorName} {(decision.Approved ? "approved" : "rejected")} it.", decision.Reason, "Hold", TimelineKind.Person);
            }
        }

        foreach (var stored in view.Audit.Where(stored => !s_saidElsewhere.Contains(stored.Entry.Action)))
            yield return Audited(stored);
        if (view.Audit.Count > 0)
            yield break;
        foreach (var command in view.Commands.Where(command => command.Command.StartsWith("retry", StringComparison.OrdinalIgnoreCase)))
            yield return new("command-" + command.CommandId, command.At, Icons.Replay, StatusRole.Quiet, "Retry asked for.", command.Outcome ?? "", "Person", TimelineKind.Person);
    }

    private static TimelineRow Audited(StoredAudit stored) => new(
        $"audit-{stored.Sequence}", stored.Entry.At, AuditWords.IconOf(stored.Entry.Action), AuditWords.RoleOf(stored.Entry.Action), AuditWords.Title(stored),
        string.Join(" ", new[] { stored.Detail?.Note, stored.Detail?.Reason is { } reason ? $"Reason: {reason}" : null }.Where(part => !string.IsNullOrEmpty(part))),
        $"Audit #{stored.Sequence}",
        stored.Entry.ActorId.StartsWith("system:", StringComparison.Ordinal) ? TimelineKind.Plain : TimelineKind.Person);

    private static string Explain(Try attempt) =>
        attempt.Cause is { Length: > 0 } cause ? $"{cause}{(cause.EndsWith('.') ? "" : ".")}" : attempt.Error is { } error ? FailureWords.Meaning(error) : "It took too long.";

    private static string Source(string by) => by.StartsWith("batch", StringComparison.Ordinal) ? "Batch job" : "Workflow";

    private static string UnknownText(Effect effect) =>
        $"Sent {Formats.Times(Math.Max(1, effect.Sends))}, looked up {(effect.Lookups == 0 ? "not yet" : Formats.Times(effect.Lookups))}. It is not repeated until we know.";

    private static string Card(OrderView view) =>
        view.Head.Tenders.FirstOrDefault() is { } tender ? $"{Formats.Capital(tender.Brand ?? "card")}{(tender.Last4 is null ? "" : " ending " + tender.Last4)}" : "The card";

    private static string Amount(Effect effect) => effect.Amount is { } amount ? Formats.Amount(amount) : "the amount";

    private static string Until(OrderView view) => view.Head.Tenders.FirstOrDefault()?.AuthorisedUntil is { } until ? $", valid until {Formats.Day(until)}" : "";
}
