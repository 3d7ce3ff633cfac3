using System.Globalization;
using BackOffice.Components.Orders.Run;
using BackOffice.Core.Orders;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace BackOffice.Components.Orders;

/// <summary>The workflow as a graph; buttons, Ctrl and the wheel, or + − 0 zoom it, and it can be saved as a file.</summary>
public sealed partial class WorkflowGraph
{
    private const string UsualId = "workflow-graph";
    private const int Fit = 0;
    private static readonly int[] s_steps = [50, 75, 100, 125, 150, 200, 300];

    private GraphLayout _layout = new([], [], 0, 0);
    private HashSet<string> _spine = [];
    private Flow? _flow;
    private int _zoom = Fit;

    [Inject] public required Browser Browser { get; init; }

    [Parameter, EditorRequired] public required OrderRun Run { get; set; }

    [Parameter, EditorRequired] public required OrderHead Head { get; set; }

    [Parameter, EditorRequired] public DateTimeOffset Now { get; set; }

    /// <summary>Of the drawing; another where a page has two.</summary>
    [Parameter] public string Id { get; set; } = UsualId;

    [Parameter] public string? Selected { get; set; }

    [Parameter] public EventCallback<string> OnSelect { get; set; }

    private double Width => _layout.Width * Factor;

    private double Height => _layout.Height * Factor;

    private double Factor => _zoom == Fit ? 1 : _zoom / 100.0;

    // A graph that fits grows little; one that is zoomed has its own size, and scrolls.
    private string Style => _zoom == Fit ? $"max-width:{N(_layout.Width * 1.15)}px" : $"width:{N(Width)}px;max-width:none;min-width:0";

    protected override void OnParametersSet()
    {
        if (Run.Flow is null || (_flow is not null && _flow.States.SequenceEqual(Run.Flow.States, SameState.Instance)))
            return;
        _flow = Run.Flow;
        _layout = GraphLayout.Of(_flow);
        _spine = [.. _flow.Spine];
    }

    private void ZoomIn() => _zoom = s_steps.FirstOrDefault(step => step > (_zoom == Fit ? 100 : _zoom), s_steps[^1]);

    private void ZoomOut() => _zoom = s_steps.LastOrDefault(step => step < (_zoom == Fit ? 100 : _zoom), s_steps[0]);

    private void ZoomFit() => _zoom = Fit;

    private void ZoomKey(KeyboardEventArgs e)
    {
        if (e is { CtrlKey: true } or { MetaKey: true })
            return;
        switch (e.Key)
        {
            case "+" or "=":
                ZoomIn();
                break;
            case "-":
                ZoomOut();
                break;
            case "0":
                ZoomFit();
                break;
        }
    }

    private Task SaveAsync() => Browser.SaveSvgAsync(Id, $"{Head.Id.Value}-{(Id == UsualId ? "workflow" : Id)}.svg");

    private bool IsTaken(GraphEdge edge) => Run.Find(edge.From)?.ExitedAt is not null && Run.Find(edge.To)?.EnteredAt is not null;

    private Task KeyAsync(KeyboardEventArgs e, string state) => e.Key is "Enter" or " " ? OnSelect.InvokeAsync(state) : Task.CompletedTask;

    private static string N(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private sealed class SameState : IEqualityComparer<FlowState>
    {
        public static readonly SameState Instance = new();

        public bool Equals(FlowState? x, FlowState? y) => x?.Name == y?.Name;

        public int GetHashCode(FlowState state) => state.Name.GetHashCode(StringComparison.Ordinal);
    }
}
