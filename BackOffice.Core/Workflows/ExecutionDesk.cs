using BackOffice.Core.Access;
using BackOffice.Core.Common;

namespace BackOffice.Core.Workflows;

/// <inheritdoc cref="IExecutionDesk"/>
public sealed class ExecutionDesk(IWorkflows workflows) : IExecutionDesk
{
    public async Task<Result<Page<ExecutionDescription>>> ListAsync(ExecutionQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.ExecutionsRead) is { } forbidden)
            return forbidden;
        try
        {
            return await workflows.ListAsync(query, cursor, Math.Clamp(limit, 1, 200), cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            return new Invalid("cursor", "This cursor belongs to another list. Start from the first page.");
        }
    }

    public async Task<Result<ExecutionView>> GetAsync(string name, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Lacks(Permission.ExecutionsRead) is { } forbidden)
            return forbidden;
        if (await workflows.DescribeAsync(name, cancellationToken).ConfigureAwait(false) is not { } execution)
            return new NotFound("ExecutionDoesNotExist", $"There is no execution {name}.");
        var pinned = await workflows.DefinitionAsync(execution.Definition, execution.Revision, cancellationToken).ConfigureAwait(false);
        var newest = await workflows.DefinitionAsync(execution.Definition, null, cancellationToken).ConfigureAwait(false);
        return new ExecutionView(execution, pinned, newest?.Revision);
    }

    public async Task<Result<Page<HistoryEvent>>> HistoryAsync(
        string name, bool newestFirst, string? cursor, int limit, Actor actor, CancellationToken cancellationToken) => actor.Lacks(Permission.ExecutionsRead) is { } forbidden
        ? forbidden
        : await workflows.HistoryAsync(name, newestFirst, cursor, Math.Clamp(limit, 1, 1_000), cancellationToken).ConfigureAwait(false);

    public async Task<Result<IReadOnlyList<DefinitionRevision>>> DefinitionsAsync(Actor actor, CancellationToken cancellationToken) => actor.Lacks(Permission.ExecutionsRead) is { } forbidden
        ? forbidden
        : (await workflows.DefinitionsAsync(cancellationToken).ConfigureAwait(false))
            .OrderBy(revision => revision.Definition, StringComparer.Ordinal).ThenByDescending(revision => revision.Revision).ToList();
}
