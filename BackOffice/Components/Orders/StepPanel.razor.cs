using BackOffice.Components.Orders.Run;
using BackOffice.Core.Orders;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Orders;

/// <summary>One step: what its error means, its tries, input, output and effects.</summary>
public sealed partial class StepPanel
{
    private static readonly string[] s_tabs = ["Tries", "Input", "Output", "Effect"];
    private string _tab = "Tries";

    [Parameter, EditorRequired] public required StateRun Run { get; set; }

    [Parameter, EditorRequired] public required OrderView View { get; set; }

    [Parameter] public string Position { get; set; } = "";

    private string[] Tabs => s_tabs;

    private List<Effect> Effects => [.. View.Effects.Where(effect => effect.Key.Step == Run.State.Step)];

    private Try? LastError => Run.Status is StepStatus.Done or StepStatus.NotNeeded ? null : Run.Tries.LastOrDefault(attempt => attempt.Error is not null);

    private bool SameError => Run.Tries.Count > 1 && Run.Tries.All(attempt => attempt.Error == LastError?.Error);

    private void Show(string tab) => _tab = tab;

    private StatusLook LookOf(Try attempt) => attempt.Outcome switch
    {
        TryOutcome.Running => StatusLook.Of(Run.Status is StepStatus.Held ? StepStatus.Held : StepStatus.Running),
        TryOutcome.Succeeded => StatusLook.Of(StepStatus.Done),
        TryOutcome.Failed => StatusLook.Of(attempt.Error == ErrorCodes.EffectUnknown ? StepStatus.Unknown : StepStatus.Failed),
        TryOutcome.TimedOut => StatusLook.Of(Core.Workflows.ExecutionStatus.TimedOut),
    };
}
