using BackOffice.Core.Audit;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows;
using Icons = MudBlazor.Icons.Material.Rounded;

namespace BackOffice.Components.Orders.Run;

/// <summary>The rows that orders, workflow, batch jobs and vouchers give to the timeline.</summary>
internal static class TimelineRows
{
    public static IEnumerable<TimelineRow> Order(OrderView view)
    {
        yield return new("placed", view.Head.PlacedAt, Icons.Flag, StatusRole.Quiet, T("Order placed."), VariantWords.Why(view.Head), T("Order"), TimelineKind.Plain);
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
                    unknown ? T($"{state.Title} ended without an answer, try {attempt.Number}.") : T($"{state.Title} failed, try {attempt.Number}."), Explain(attempt),
                    attempt.By.StartsWith("batch", StringComparison.Ordinal) ? T("Batch job") : T("Workflow"), TimelineKind.Trouble);
            }
        }
    }

    public static IEnumerable<TimelineRow> Executions(OrderView view)
    {
        // Of a long history only the end is here: its beginning is known from the execution itself.
        if (view is { Execution: { } execution, History: not [{ Id: 1 }, ..] })
            yield return new($"started-{execution.Name}", execution.StartedAt, Icons.PlayArrow, StatusRole.Quiet, T("Workflow started."), Revision(view), T("Workflow"), TimelineKind.Plain);
        foreach (var e in view.History)
        {
            var details = e.Type.StartsWith("Execution", StringComparison.Ordinal) ? HistoryReader.Details(e) : default;
            TimelineRow? row = e.Type switch
            {
                "ExecutionStarted" => Row(Icons.PlayArrow, StatusRole.Quiet, T("Workflow started."), Revision(view), TimelineKind.Plain),
                "ExecutionRedriven" => Row(Icons.Replay, StatusRole.Run, T("Workflow goes on from the failed step."), "", TimelineKind.Plain),
                "ExecutionFailed" => Row(Icons.Error, StatusRole.Fail, T("Workflow stopped."), HistoryReader.Text(details, "error") ?? "", TimelineKind.Trouble),
                "ExecutionTimedOut" => Row(Icons.TimerOff, StatusRole.Fail, T("Workflow timed out."), "", TimelineKind.Trouble),
                "ExecutionAborted" => Row(Icons.Block, StatusRole.Quiet, T("Workflow stopped by hand."), HistoryReader.Text(details, "cause") ?? "", TimelineKind.Trouble),
                "ExecutionSucceeded" => Row(Icons.CheckCircle, StatusRole.Ok, T("Workflow done."), "", TimelineKind.Plain),
                _ => null,
            };
            if (row is not null)
                yield return row;

            TimelineRow Row(string icon, StatusRole role, string lead, string text, TimelineKind kind) =>
                new($"event-{view.Execution?.Name}-{e.Id}", e.At, icon, role, lead, text, T($"Workflow, event {e.Id}"), kind);
        }
    }

    public static IEnumerable<TimelineRow> Vouchers(OrderView view)
    {
        foreach (var group in view.Vouchers.GroupBy(voucher => voucher.IssuedAt.ToUnixTimeSeconds()))
        {
            var list = group.ToList();
            var kept = list.TrueForAll(voucher => voucher.State is VoucherState.KeptBack) ? T("Kept back until the money is there.") : "";
            var made = list.Count == 1
                ? T($"A voucher was made, ending {list[0].CodeLast4}.")
                : T($"{Formats.Counted(list.Count)} vouchers were made, ending {string.Join(", ", list.SkipLast(1).Select(voucher => voucher.CodeLast4))} and {list[^1].CodeLast4}.");
            yield return new(
                $"vouchers-{group.Key}", list[^1].IssuedAt, Icons.ConfirmationNumber, StatusRole.Ok, "", OrderSentence.Join(Formats.Capital(made), kept), T("Voucher"), TimelineKind.Plain);
        }
    }

    private static string Revision(OrderView view) => view.Execution is { } execution ? T($"{execution.Definition} revision {execution.Revision}.") : "";

    private static string Explain(Try attempt) =>
        attempt.Cause is { Length: > 0 } cause ? $"{cause}{(cause.EndsWith('.') ? "" : ".")}" : attempt.Error is { } error ? FailureWords.Meaning(error) : T("It took too long.");
}
