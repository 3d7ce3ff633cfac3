using System.Text.Json;
using System.Text.Json.Nodes;
using BackOffice.Core.Common;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows;
using BackOffice.Core.Workflows.Definitions;

namespace BackOffice.Tests.Core.Refunds;

/// <summary>
/// Runs the shipped definitions of <c>refund-order</c> and <c>unwind-order</c> one task at a time, when a test says so: tasks, choices, retries without waiting, catch, redrive. It survives
/// the death of the process as the engine's file does, and hands out again what was not answered.
/// </summary>
internal sealed class RefundEngine(CrashPlan crash) : IWorkflows, IActivityTasks
{
    private const int Retries = 3;
    private static readonly JsonObject s_refund = StatesOf(ShippedDefinitions.RefundOrder);
    private static readonly JsonObject s_unwind = StatesOf(ShippedDefinitions.UnwindOrder);
    private readonly Dictionary<string, Execution> _executions = [];
    private readonly HashSet<string> _tokens = [];

    public IEnumerable<string> Names => _executions.Keys;

    /// <summary>Hands out every open task once, and follows the answers; true when anything moved.</summary>
    public async Task<bool> StepAsync(IReadOnlyList<IStep> steps)
    {
        var moved = false;
        foreach (var execution in _executions.Values.Where(execution => execution.Status is ExecutionStatus.Running).ToList())
        {
            if (execution.Waits)
                continue;
            var state = execution.States[execution.State]!;
            var name = state["Resource"]!.GetValue<string>()["${activity:".Length..^1];
            execution.HandOuts++;
            var token = $"{execution.Name}:{execution.HandOuts}";
            execution.Token = token;
            var outcome = await steps.First(step => step.Name == name).RunAsync(new StepContext(new OrderId(execution.Order), execution.Refund, execution.Name, token, token), default);
            // Answered while it ran; the step's own answer came second.
            if (execution.Token != token)
                continue;
            moved |= outcome is not StepWaits || execution.Token is null;
            switch (outcome)
            {
                case StepDone done:
                    Go(execution, done.OutputJson);
                    break;
                case StepFailed failed:
                    Fail(execution, failed);
                    break;
                case StepWaits:
                    execution.Waits = true;
                    break;
            }
        }

        return moved;
    }

    /// <summary>After a death: what was not answered is handed out anew.</summary>
    public void HandOutAgain()
    {
        foreach (var execution in _executions.Values)
            execution.Waits = false;
    }

    public Task<Result<ExecutionDescription>> StartAsync(string definition, string name, string inputJson, CancellationToken cancellationToken)
    {
        crash.Point("before start");
        if (!_executions.TryGetValue(name, out var known))
        {
            using var input = JsonDocument.Parse(inputJson);
            var isUnwind = definition == ShippedDefinitions.UnwindOrder;
            known = new Execution(
                name, input.RootElement.GetProperty("order").GetString()!, input.RootElement.GetProperty(isUnwind ? "unwind" : "refund").GetString()!, isUnwind ? s_unwind : s_refund);
            _executions[name] = known;
        }

        crash.Point("after start");
        return Task.FromResult<Result<ExecutionDescription>>(Describe(known));
    }

    public Task<ExecutionDescription?> DescribeAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult(_executions.TryGetValue(name, out var known) ? Describe(known) : null);

    public Task<Result<ExecutionDescription>> RedriveAsync(string name, string clientToken, CancellationToken cancellationToken)
    {
        crash.Point("before redrive");
        var known = _executions[name];
        if (_tokens.Add(clientToken) && known.Status is ExecutionStatus.Failed)
            (known.Status, known.Tries, known.Waits) = (ExecutionStatus.Running, 0, false);
        return Task.FromResult<Result<ExecutionDescription>>(Describe(known));
    }

    public Task<Result<Done>> SucceedAsync(string token, string outputJson, CancellationToken cancellationToken)
    {
        crash.Point("before answer");
        if (_executions.Values.FirstOrDefault(execution => execution.Token == token && execution.Status is ExecutionStatus.Running) is not { } execution)
            return Task.FromResult<Result<Done>>(new NotFound("TaskDoesNotExist", token));
        execution.Waits = false;
        Go(execution, outputJson);
        return Task.FromResult<Result<Done>>(Done.Value);
    }

    public Task<ActivityTask?> GetTaskAsync(string activity, string worker, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<Done>> FailAsync(string token, string error, string? cause, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<Done>> HeartbeatAsync(string token, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<DefinitionRevision>> InstallAsync(string definition, string asl, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DefinitionRevision?> DefinitionAsync(string definition, int? revision, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<DefinitionRevision>> DefinitionsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Page<ExecutionDescription>> ListAsync(ExecutionQuery query, string? cursor, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<Page<HistoryEvent>>> HistoryAsync(string name, bool newestFirst, string? cursor, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Result<Done>> StopAsync(string name, string? error, string? cause, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<ExecutionStatusChange>> StatusChangesAsync(long after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    private static JsonObject StatesOf(string definition) => JsonNode.Parse(ShippedDefinitions.Read(definition))!["States"]!.AsObject();

    private static void Fail(Execution execution, StepFailed failed)
    {
        var state = execution.States[execution.State]!;
        var retried = state["Retry"] is JsonArray retry && retry[0]!["ErrorEquals"]!.AsArray().Any(code => code!.GetValue<string>() == failed.Code);
        if (retried && ++execution.Tries <= Retries)
            return;
        if (state["Catch"] is JsonArray caught && caught[0]!["ErrorEquals"]!.AsArray().Any(code => code!.GetValue<string>() == failed.Code))
        {
            Enter(execution, caught[0]!["Next"]!.GetValue<string>());
            return;
        }

        execution.Status = ExecutionStatus.Failed;
        execution.Error = failed.Code;
    }

    private static void Go(Execution execution, string output)
    {
        var state = execution.States[execution.State]!;
        execution.Data[state["ResultPath"]!.GetValue<string>()] = JsonNode.Parse(output)!;
        execution.Token = null;
        if (state["End"]?.GetValue<bool>() == true)
        {
            execution.Status = ExecutionStatus.Succeeded;
            return;
        }

        Enter(execution, state["Next"]!.GetValue<string>());
    }

    private static void Enter(Execution execution, string next)
    {
        while (execution.States[next]!["Type"]!.GetValue<string>() == "Choice")
        {
            var choice = execution.States[next]!;
            var rule = choice["Choices"]!.AsArray().FirstOrDefault(rule => Read(execution, rule!["Variable"]!.GetValue<string>()) == rule["StringEquals"]!.GetValue<string>());
            next = (rule ?? choice)[rule is null ? "Default" : "Next"]!.GetValue<string>();
        }

        (execution.State, execution.Tries) = (next, 0);
    }

    private static string? Read(Execution execution, string path)
    {
        var dot = path.LastIndexOf('.');
        return execution.Data[path[..dot]][path[(dot + 1)..]]?.GetValue<string>();
    }

    private static ExecutionDescription Describe(Execution known) => new()
    {
        Name = known.Name, Definition = ReferenceEquals(known.States, s_unwind) ? ShippedDefinitions.UnwindOrder : ShippedDefinitions.RefundOrder, Revision = 1, Status = known.Status, StartedAt = DateTimeOffset.UnixEpoch, Input = "{}", EventCount = 1, Error = known.Error,
    };

    private sealed class Execution(string name, string order, string refund, JsonObject states)
    {
        public string Name => name;

        public string Order => order;

        public string Refund => refund;

        public JsonObject States => states;

        public string State { get; set; } = "Void vouchers";

        public ExecutionStatus Status { get; set; } = ExecutionStatus.Running;

        public string? Error { get; set; }

        public int Tries { get; set; }

        public int HandOuts { get; set; }

        public string? Token { get; set; }

        public bool Waits { get; set; }

        public Dictionary<string, JsonNode> Data { get; } = [];
    }
}
