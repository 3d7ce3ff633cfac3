namespace BackOffice.Core.Workflows.Asl;

/// <summary>The error names of Step Functions' own (developer guide, "Handling errors in Step Functions workflows").</summary>
internal static class StatesError
{
    public const string All = "States.ALL";
    public const string TaskFailed = "States.TaskFailed";
    public const string Timeout = "States.Timeout";
    public const string HeartbeatTimeout = "States.HeartbeatTimeout";
    public const string Runtime = "States.Runtime";
    public const string DataLimitExceeded = "States.DataLimitExceeded";
    public const string ResultPathMatchFailure = "States.ResultPathMatchFailure";
    public const string ParameterPathFailure = "States.ParameterPathFailure";
    public const string IntrinsicFailure = "States.IntrinsicFailure";
    public const string ExceedToleratedFailureThreshold = "States.ExceedToleratedFailureThreshold";

    /// <summary>
    /// Whether a Retry or Catch that names <paramref name="named"/> means the error. States.ALL does not mean Runtime. States.TaskFailed means
    /// every error but a time-out. States.Timeout means a missed heartbeat too: its description on that page is "runs longer than TimeoutSeconds,
    /// or fails to send a heartbeat". DataLimitExceeded is meant by States.ALL when a task answered with it (recorded), not when the state's own
    /// data grew too large.
    /// </summary>
    public static bool Means(string named, string error, bool ofTheTask) => named switch
    {
        All => error != Runtime && (error != DataLimitExceeded || ofTheTask),
        TaskFailed => error is not (Timeout or HeartbeatTimeout or Runtime) && (error != DataLimitExceeded || ofTheTask),
        Timeout => error is Timeout or HeartbeatTimeout,
        _ => string.Equals(named, error, StringComparison.Ordinal),
    };
}

/// <summary>A state failed while it was run, by the definition's or the data's fault. Never leaves the interpreter.</summary>
internal sealed class StateFailure(string error, string cause) : Exception(cause)
{
    /// <summary>Characters of a cause (API reference, "ExecutionFailedEventDetails").</summary>
    private const int MaxCause = 32_768;

    public string Error { get; } = error;

    public string Cause => Clip(Message);

    /// <summary>No more of a cause than AWS keeps.</summary>
    public static string Clip(string cause) => cause.Length <= MaxCause ? cause
        : cause[..(char.IsHighSurrogate(cause[MaxCause - 1]) ? MaxCause - 1 : MaxCause)];
}
