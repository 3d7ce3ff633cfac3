using BackOffice.Core.Common;

namespace BackOffice.Core.Workflows;

/// <summary>
/// The only way handlers get work and give it back: GetActivityTask and the three SendTask calls. The same worker code serves the embedded
/// engine and Step Functions. Errors carry AWS's names: <c>TaskDoesNotExist</c>, <c>TaskTimedOut</c>, <c>InvalidToken</c>, <c>InvalidOutput</c>.
/// </summary>
public interface IActivityTasks
{
    /// <summary>Waits for a task of the activity; null when none came in about a minute.</summary>
    Task<ActivityTask?> GetTaskAsync(string activity, string worker, CancellationToken cancellationToken);

    /// <summary>The answer is on disk when this returns.</summary>
    Task<Result<Done>> SucceedAsync(string token, string outputJson, CancellationToken cancellationToken);

    Task<Result<Done>> FailAsync(string token, string error, string? cause, CancellationToken cancellationToken);

    /// <summary>Begins the heartbeat clock anew; writes no event.</summary>
    Task<Result<Done>> HeartbeatAsync(string token, CancellationToken cancellationToken);
}

/// <param name="Activity">The activity's name: <c>authorise-payment</c>.</param>
/// <param name="Token">Secret of this task; who has it may answer.</param>
/// <param name="HandOut">Names the hand-out (execution and scheduled event id); the same when handed out again after a restart. Never a gateway's key.</param>
/// <param name="InputJson">The task's input, JSON text.</param>
public sealed record ActivityTask(string Activity, string Token, string HandOut, string InputJson);
