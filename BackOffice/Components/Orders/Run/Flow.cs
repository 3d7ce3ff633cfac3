namespace BackOffice.Components.Orders.Run;

/// <summary>A definition as a graph.</summary>
/// <param name="Start">The first state.</param>
/// <param name="States">By name, in the definition's order.</param>
/// <param name="Spine">The usual way through, in order: Next, and at a choice its default.</param>
public sealed record Flow(string Start, IReadOnlyList<FlowState> States, IReadOnlyList<string> Spine)
{
    public FlowState? Find(string name) => States.FirstOrDefault(state => state.Name == name);
}

/// <param name="Name">As in the definition.</param>
/// <param name="Type">Task, Choice, Wait, Pass, Succeed, Fail, …</param>
/// <param name="Step">The activity a Task hands out; null for other states.</param>
/// <param name="Ways">Where it leads.</param>
/// <param name="Retries">For which errors it is tried again, and how often at most, in the definition's order.</param>
public sealed record FlowState(string Name, string Type, string? Step, IReadOnlyList<FlowWay> Ways, IReadOnlyList<FlowRetry> Retries)
{
    public string Title => StepTitles.Of(Step ?? Name);

    /// <summary>How many tries an error gets in all; null when it is not tried again.</summary>
    public int? TriesFor(string? error) =>
        error is not null && Retries.FirstOrDefault(retry => retry.Errors.Contains(error) || retry.Errors.Contains("States.ALL")) is { } retry ? retry.Times + 1 : null;

    /// <summary>Where an execution ends; such states take no time and have no row on the time line.</summary>
    public bool IsEnd => Type is "Succeed" or "Fail";
}

/// <param name="Errors">Names, or <c>States.ALL</c>.</param>
/// <param name="Times">After the first try.</param>
public sealed record FlowRetry(IReadOnlyList<string> Errors, int Times);

/// <param name="To">The next state.</param>
/// <param name="Label">A choice's condition in a few characters, or null.</param>
public sealed record FlowWay(string To, string? Label);
