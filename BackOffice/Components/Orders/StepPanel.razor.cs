using BackOffice.Components.Orders.Run;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Orders;

/// <summary>One step: what its error means, its tries, input, output and effects.</summary>
public sealed partial class StepPanel
{
    private StepTab _tab;
    private int _shown = 20;

    [Parameter, EditorRequired] public required StateRun Run { get; set; }

    [Parameter, EditorRequired] public required OrderView View { get; set; }

    [Parameter] public string Position { get; set; } = "";

    /// <summary>How long a try of the step usually takes; null while nothing is known of it.</summary>
    [Parameter] public StepTimes? Usual { get; set; }

    private static (StepTab Tab, string Word)[] Tabs => [(StepTab.Tries, T("Tries")), (StepTab.Input, T("Input")), (StepTab.Output, T("Output")), (StepTab.Effect, T("Effect"))];

    private List<Effect> Effects => [.. View.Effects.Where(effect => effect.Key.Step == Run.State.Step)];

    private Try? LastError => Run.Status is StepStatus.Done or StepStatus.NotNeeded ? null : Run.Tries.LastOrDefault(attempt => attempt.Error is not null);

    private bool SameError => Run.Tries.Count > 1 && Run.Tries.All(attempt => attempt.Error == LastError?.Error);

    private static string SameTrouble(string step, string error) =>
        OrdersUrl.Parse($"{QueryFields.Step}:{QueryText.Quote(step)} {QueryFields.Error}:{QueryText.Quote(error)}", null).ToString();

    private void Show(StepTab tab) => _tab = tab;

    private void ShowMore() => _shown += 100;

    private StatusLook LookOf(Try attempt) => attempt.Outcome switch
    {
        TryOutcome.Running => StatusLook.Of(Run.Status is StepStatus.Held ? StepStatus.Held : StepStatus.Running),
        TryOutcome.Succeeded => StatusLook.Of(StepStatus.Done),
        TryOutcome.Failed => StatusLook.Of(attempt.Error == ErrorCodes.EffectUnknown ? StepStatus.Unknown : StepStatus.Failed),
        TryOutcome.TimedOut => StatusLook.Of(Core.Workflows.ExecutionStatus.TimedOut),
    };

    private enum StepTab
    {
        Tries,
        Input,
        Output,
        Effect,
    }
}
