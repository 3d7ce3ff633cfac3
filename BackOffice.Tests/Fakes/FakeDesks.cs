using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Workflows;

namespace BackOffice.Tests.Fakes;

public sealed class FakeHoldQueue : IHoldQueue
{
    public Answer<(string? Cursor, int Limit), Page<HeldOrder>> List { get; } = new();

    public Task<Result<Page<HeldOrder>>> ListAsync(string? cursor, int limit, Actor actor, CancellationToken cancellationToken) => List.AskAsync((cursor, limit));
}

public sealed class FakeBatchDesk : IBatchDesk
{
    public Answer<bool, IReadOnlyList<BatchJobState>> States { get; } = new();

    public Answer<BatchJob, IReadOnlyList<BatchRun>> Runs { get; } = new();

    public Answer<RunBatch, BatchAsked> Run { get; } = new();

    public Task<Result<IReadOnlyList<BatchJobState>>> StatesAsync(Actor actor, CancellationToken cancellationToken) => States.AskAsync(true);

    public Task<Result<IReadOnlyList<BatchRun>>> RunsAsync(BatchJob job, Actor actor, CancellationToken cancellationToken) => Runs.AskAsync(job);

    public Task<Result<BatchAsked>> RunAsync(RunBatch command, Actor actor, CancellationToken cancellationToken) => Run.AskAsync(command);
}

public sealed class FakeExecutionDesk : IExecutionDesk
{
    public Answer<(ExecutionQuery Query, string? Cursor), Page<ExecutionDescription>> List { get; } = new();

    public Answer<string, ExecutionView> Get { get; } = new();

    public Answer<(string Name, string? Cursor), Page<HistoryEvent>> History { get; } = new();

    public Answer<bool, IReadOnlyList<DefinitionRevision>> Definitions { get; } = new();

    public Task<Result<Page<ExecutionDescription>>> ListAsync(ExecutionQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken) => List.AskAsync((query, cursor));

    public Task<Result<ExecutionView>> GetAsync(string name, Actor actor, CancellationToken cancellationToken) => Get.AskAsync(name);

    public Task<Result<Page<HistoryEvent>>> HistoryAsync(string name, bool newestFirst, string? cursor, int limit, Actor actor, CancellationToken cancellationToken) => History.AskAsync((name, cursor));

    public Task<Result<IReadOnlyList<DefinitionRevision>>> DefinitionsAsync(Actor actor, CancellationToken cancellationToken) => Definitions.AskAsync(true);
}

public sealed class FakeMailDesk : IMailDesk
{
    public Answer<(MailQuery Query, string? Cursor), Page<MailItem>> List { get; } = new();

    public Answer<string, MailView> Get { get; } = new();

    public Task<Result<Page<MailItem>>> ListAsync(MailQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken) => List.AskAsync((query, cursor));

    public Task<Result<MailView>> GetAsync(string key, Actor actor, CancellationToken cancellationToken) => Get.AskAsync(key);
}
