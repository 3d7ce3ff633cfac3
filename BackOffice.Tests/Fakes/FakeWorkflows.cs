using BackOffice.Core.Common;
using BackOffice.Core.Workflows;

namespace BackOffice.Tests.Fakes;

/// <summary>An engine that starts and redrives what it is told to and runs nothing; the test says how executions end.</summary>
internal sealed class FakeWorkflows : IWorkflows, IActivityTasks
{
    private readonly Dictionary<string, ExecutionDescription> _executions = [];
    private readonly List<ExecutionStatusChange> _log = [];
    private readonly HashSet<string> _tokens = [];

    public List<string> Started { get; } = [];

    public List<(string Execution, string Token)> Redriven { get; } = [];

    public List<(string Token, string Answer)> Answers { get; } = [];

    /// <summary>Refuses starts and redrives.</summary>
    public Error? Refuse { get; set; }

    public void End(string name, ExecutionStatus status, string? error = null, string? state = null, bool redrivable = true)
    {
        var ended = _executions[name] with
        {
            Status = status,
            Error = error,
            RedriveStatus = redrivable && status is not ExecutionStatus.Succeeded ? RedriveStatus.Redrivable : RedriveStatus.NotRedrivable,
        };
        _executions[name] = ended;
        Log(ended, error, state);
    }

    public Task<Result<DefinitionRevision>> InstallAsync(string definition, string asl, CancellationToken cancellationToken) =>
        Task.FromResult<Result<DefinitionRevision>>(new DefinitionRevision(definition, 1, asl, DateTimeOffset.UnixEpoch));

    public Task<DefinitionRevision?> DefinitionAsync(string definition, int? revision, CancellationToken cancellationToken) =>
        Task.FromResult<DefinitionRevision?>(new DefinitionRevision(definition, revision ?? 1, "{}", DateTimeOffset.UnixEpoch));

    public Task<IReadOnlyList<DefinitionRevision>> DefinitionsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DefinitionRevision>>([]);

    public Task<Result<ExecutionDescription>> StartAsync(string definition, string name, string inputJson, CancellationToken cancellationToken)
    {
        if (Refuse is not null)
            return Task.FromResult<Result<ExecutionDescription>>(Refuse);
        Started.Add(name);
        if (_executions.TryGetValue(name, out var known))
            return Task.FromResult<Result<ExecutionDescription>>(known.Status is ExecutionStatus.Running ? known : new Conflict("ExecutionAlreadyExists", name));
        var execution = new ExecutionDescription
        {
            Name = name, Definition = definition, Revision = 1, Status = ExecutionStatus.Running, StartedAt = DateTimeOffset.UnixEpoch, Input = inputJson, EventCount = 3,
        };
        _executions[name] = execution;
        Log(execution, null, null);
        return Task.FromResult<Result<ExecutionDescription>>(execution);
    }

    public Task<ExecutionDescription?> DescribeAsync(string name, CancellationToken cancellationToken) => Task.FromResult(_executions.GetValueOrDefault(name));

    public Task<Page<ExecutionDescription>> ListAsync(ExecutionQuery query, string? cursor, int limit, CancellationToken cancellationToken) =>
        Task.FromResult(new Page<ExecutionDescription>([.. _executions.Values], null));

    public Task<Result<Page<HistoryEvent>>> HistoryAsync(string name, bool newestFirst, string? cursor, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<Result<Page<HistoryEvent>>>(Page<HistoryEvent>.Empty);

    public Task<Result<Done>> StopAsync(string name, string? error, string? cause, CancellationToken cancellationToken)
    {
        End(name, ExecutionStatus.Aborted, error);
        return Task.FromResult<Result<Done>>(Done.Value);
    }

    public Task<Result<ExecutionDescription>> RedriveAsync(string name, string clientToken, CancellationToken cancellationToken)
    {
        if (Refuse is not null)
            return Task.FromResult<Result<ExecutionDescription>>(Refuse);
        var known = _executions[name];
        if (!_tokens.Add(clientToken))
            return Task.FromResult<Result<ExecutionDescription>>(known);
        if (known.RedriveStatus is not RedriveStatus.Redrivable)
            return Task.FromResult<Result<ExecutionDescription>>(new Rejected("ExecutionNotRedrivable", "no"));
        Redriven.Add((name, clientToken));
        var running = known with { Status = ExecutionStatus.Running, RedriveCount = known.RedriveCount + 1, RedriveStatus = RedriveStatus.NotRedrivable, Error = null };
        _executions[name] = running;
        Log(running, null, null);
        return Task.FromResult<Result<ExecutionDescription>>(running);
    }

    public Task<IReadOnlyList<ExecutionStatusChange>> StatusChangesAsync(long after, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ExecutionStatusChange>>([.. _log.Where(change => change.Sequence > after).Take(limit)]);

    public Task<ActivityTask?> GetTaskAsync(string activity, string worker, CancellationToken cancellationToken) => Task.FromResult<ActivityTask?>(null);

    public Task<Result<Done>> SucceedAsync(string token, string outputJson, CancellationToken cancellationToken) => AnswerAsync(token, outputJson);

    public Task<Result<Done>> FailAsync(string token, string error, string? cause, CancellationToken cancellationToken) => AnswerAsync(token, error);

    public Task<Result<Done>> HeartbeatAsync(string token, CancellationToken cancellationToken) => Task.FromResult<Result<Done>>(Done.Value);

    private Task<Result<Done>> AnswerAsync(string token, string answer)
    {
        Answers.Add((token, answer));
        return Task.FromResult<Result<Done>>(Done.Value);
    }

    private void Log(ExecutionDescription execution, string? error, string? state) => _log.Add(
        new ExecutionStatusChange(_log.Count + 1, execution.Name, execution.Status, DateTimeOffset.UnixEpoch, error, null, state, execution.RedriveCount));
}
