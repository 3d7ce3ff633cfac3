using BackOffice.Core.Orders;

namespace BackOffice.Components.Orders.Run;

public enum TimelineKind
{
    /// <summary>Went as it should.</summary>
    Plain,

    /// <summary>Failed or waits.</summary>
    Trouble,

    /// <summary>A person did it.</summary>
    Person,
}

/// <summary>One row of "What happened".</summary>
/// <param name="Key">Stable over refreshes.</param>
/// <param name="At">UTC.</param>
/// <param name="Icon">Of Icons.Material.Rounded.</param>
/// <param name="Role">Colour of the dot.</param>
/// <param name="Lead">Said first and bold; may be empty.</param>
/// <param name="Text">The rest of it.</param>
/// <param name="Source">Who says so: <c>Workflow, event 19</c>, <c>Effect</c>, <c>Note</c>.</param>
/// <param name="Kind">For the filter.</param>
/// <param name="IsGap">True for "nothing happened", which has no time of its own.</param>
/// <param name="IsPinned">True for a note that stays on top.</param>
/// <param name="Href">Where the source has a page of its own, or null.</param>
public sealed record TimelineRow(
    string Key, DateTimeOffset At, string Icon, StatusRole Role, string Lead, string Text, string Source, TimelineKind Kind, bool IsGap = false, bool IsPinned = false,
    string? Href = null)
{
    /// <summary>Of its element: what a link to the row names.</summary>
    public string ElementId => "at-" + string.Concat(Key.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-'));
}

/// <summary>Workflow, effects, vouchers, people and audit merged to one list, newest first, with a row for each long silence while a step was open.</summary>
public static class OrderTimeline
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(20);

    public static IReadOnlyList<TimelineRow> Of(OrderView view, OrderRun run, DateTimeOffset now)
    {
        var rows = TimelineRows.Order(view)
            .Concat(TimelineRows.Tries(run))
            .Concat(TimelineRows.Executions(view))
            .Concat(EffectRows.Of(view))
            .Concat(TimelineRows.Vouchers(view))
            .Concat(PersonRows.Of(view))
            .OrderBy(row => row.At)
            .ToList();
        var merged = new List<TimelineRow>();
        for (var i = 0; i < rows.Count; i++)
        {
            merged.Add(rows[i]);
            var until = i + 1 < rows.Count ? rows[i + 1].At : run.IsOpen ? now : rows[i].At;
            if (until - rows[i].At > s_silence && Silence(run, view, rows[i], until, isLast: i + 1 == rows.Count) is { } gap)
                merged.Add(gap);
        }

        merged.Reverse();
        return merged;
    }

    private static TimelineRow? Silence(OrderRun run, OrderView view, TimelineRow after, DateTimeOffset until, bool isLast)
    {
        var middle = after.At + ((until - after.At) / 2);
        var open = run.Rows.LastOrDefault(state => state.EnteredAt <= middle && (state.ExitedAt is not { } exit || exit > middle));
        var inTry = open?.Tries.LastOrDefault(attempt => attempt.At <= middle && (attempt.EndedAt is not { } end || end > middle));
        var length = Formats.Duration(until - after.At);
        var isBatch = view.Head.Route.Path is OrderPath.Batch || view.Head.Workflow is WorkflowStatus.FellBack;
        var stopped = inTry is null && IsStopped(view, middle);
        var (text, planned) = open switch
        {
            _ when stopped && !isBatch => (isLast ? T($"No event for {length}. The workflow has stopped.") : T($"No event for {length}. The workflow had stopped."), true),
            _ when isBatch && (open is null || stopped) => (
                isLast ? T($"No event for {length}. The order waits for the next batch, as planned.") : T($"No event for {length}. The order waited for the next batch, as planned."), true),
            null when isLast && run.IsOpen => (T($"No event for {length}. Nothing runs for this order now."), false),
            null => ("", false),
            { Status: StepStatus.Held } or { State.Step: Core.Pipeline.StepNames.HoldForReview } => (T($"No event for {length}. A person had to decide."), true),
            _ when inTry is null => (Waited(length, open.Tries.Count(attempt => attempt.At <= middle) + 1, isLast), true),
            _ => (isLast ? T($"No event for {length}. {open.Title} is running, without a word.") : T($"No event for {length}. {open.Title} was running, without a word."), false),
        };
        return text.Length == 0 ? null : new TimelineRow(
            "gap-" + after.Key, after.At, planned ? MudBlazor.Icons.Material.Rounded.HourglassEmpty : MudBlazor.Icons.Material.Rounded.HourglassBottom,
            planned ? StatusRole.Quiet : StatusRole.Late, "", text, "", TimelineKind.Trouble, IsGap: true);
    }

    /// <summary>A workflow that failed plans no further try: it stands until somebody, or the reconciler, has it go on.</summary>
    private static bool IsStopped(OrderView view, DateTimeOffset at) =>
        view.History.LastOrDefault(e => e.At <= at && e.Type.StartsWith("Execution", StringComparison.Ordinal))?.Type is "ExecutionFailed" or "ExecutionTimedOut" or "ExecutionAborted";

    private static string Waited(string length, int next, bool isLast) => isLast
        ? T($"No event for {length}. The step waits for try {next}, as planned.")
        : T($"No event for {length}. The step waited for try {next}, as planned.");
}
