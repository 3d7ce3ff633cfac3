using System.Globalization;
using BackOffice.Components.Orders.Run;
using BackOffice.Core.Orders;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Orders;

/// <summary>Tries and waits of an order on one time line; see <see cref="GanttLayout"/>.</summary>
public sealed partial class GanttChart
{
    [Inject] public required ViewerZone Zone { get; init; }

    [Parameter, EditorRequired] public required GanttLayout Layout { get; set; }

    [Parameter, EditorRequired] public DateTimeOffset Now { get; set; }

    [Parameter] public string? Selected { get; set; }

    [Parameter] public EventCallback<string> OnSelect { get; set; }

    private double Bottom => Layout.Height - 10;

    private string Name => "Tries and waits. " + string.Join(" ", Layout.Rows.Where(row => row.Run.EnteredAt is not null).Select(row =>
        $"{row.Run.Title}: {(row.Run.Tries.Count > 1 ? $"{row.Run.Tries.Count} tries, " : "")}{StatusLook.Of(row.Run.Status).Word.ToLowerInvariant()}{(row.Run.Took(Now) is { } took ? $", {Formats.Duration(took)}" : "")}."));

    private static string Solid(Try attempt, StateRun run) => attempt.Outcome switch
    {
        TryOutcome.Succeeded => "role-ok-solid",
        TryOutcome.Failed or TryOutcome.TimedOut when run.Status is StepStatus.Unknown && attempt == run.Tries[^1] => "role-unknown-solid",
        TryOutcome.Failed or TryOutcome.TimedOut => "role-fail-solid",
        TryOutcome.Running when run.Status is StepStatus.Held => "role-wait-solid",
        TryOutcome.Running => "role-run-solid",
    };

    private string Title(StateRun run, Try attempt) =>
        $"{run.Title}, try {attempt.Number}: {Formats.Clock(Zone.ToLocal(attempt.At))}, {Formats.Duration((attempt.EndedAt ?? Now) - attempt.At)}{(attempt.Error is null ? "" : ", " + attempt.Error)}";

    private string NextText(StateRun run) => $"in {Formats.Duration(TimeSpan.FromSeconds(Math.Ceiling(((run.NextTryAt ?? Now) - Now).TotalSeconds)))}";

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
