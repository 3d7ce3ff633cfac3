namespace BackOffice.Core.Backends.Embedded.Workflows.Trial;

/// <summary>A task that a trial must answer.</summary>
/// <param name="State">The state's name.</param>
/// <param name="Activity">The last part of its Resource: an activity's name, or a function's.</param>
/// <param name="InputJson">JSON text.</param>
public sealed record TrialTask(string State, string Activity, string InputJson);

/// <summary>What a trial's task is answered with.</summary>
public abstract record TrialAnswer;

/// <param name="OutputJson">JSON text.</param>
public sealed record TrialOutput(string OutputJson) : TrialAnswer;

public sealed record TrialFailure(string Error, string? Cause) : TrialAnswer;

/// <summary>Never answered: the state's time-out or heartbeat ends it.</summary>
public sealed record TrialSilence : TrialAnswer;
