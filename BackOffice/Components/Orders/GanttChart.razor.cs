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

    private string Name => OrderSentence.Join([T("Tries and waits."), .. Layout.Rows.Where(row => row.Run.EnteredAt is not null).Select(RowText)]);

    private string RowText(GanttRow row)
    {
        string[] parts =
        [
            .. row.Run.Tries.Count > 1 ? [T($"{row.Run.Tries.Count} tries")] : Array.Empty<string>(), Formats.Small(StatusLook.Of(row.Run.Status).Word),
            .. row.Run.Took(Now) is { } took ? [Formats.Duration(took)] : Array.Empty<string>(), .. row.Ghost is { } ghost ? [T($"usually {Formats.Duration(ghost.Times.Median)}")] : Array.Empty<string>(),
        ];
        return $"{row.Run.Title}: {string.Join(", ", parts)}.";
    }

    private static string GhostText(StepTimes times) =>
        T($"Usually {Formats.Duration(times.Median)}; 95 of 100 take no longer than {Formats.Duration(times.P95)}. From {Formats.Number(times.Count)} tries that succeeded.");

    private static string Solid(Try attempt, StateRun run) => attempt.Outcome switch
    {
        TryOutcome.Succeeded => "role-ok-solid",
        TryOutcome.Failed or TryOutcome.TimedOut when run.Status is StepStatus.Unknown && attempt == run.Tries[^1] => "role-unknown-solid",
        TryOutcome.Failed or TryOutcome.TimedOut => "role-fail-solid",
        TryOutcome.Running when run.Status is StepStatus.Held => "role-wait-solid",
        TryOutcome.Running => "role-run-solid",
    };

    private string Title(StateRun run, Try attempt) =>
        T($"{run.Title}, try {attempt.Number}: {Formats.Clock(Zone.ToLocal(attempt.At))}, {Formats.Duration((attempt.EndedAt ?? Now) - attempt.At)}") + (attempt.Error is null ? "" : ", " + attempt.Error);

    private string NextText(StateRun run) => T($"in {Formats.Duration(TimeSpan.FromSeconds(Math.Ceiling(((run.NextTryAt ?? Now) - Now).TotalSeconds)))}");

    private static string N(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
