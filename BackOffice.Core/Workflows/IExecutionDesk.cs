using BackOffice.Core.Common;

namespace BackOffice.Core.Workflows;

/// <summary>What a person sees of executions and definitions. Every call needs executions:read.</summary>
public interface IExecutionDesk
{
    /// <summary>Newest first, at most <paramref name="limit"/> (1 to 200). Invalid <c>cursor</c> for a cursor of another list.</summary>
    Task<Result<Page<ExecutionDescription>>> ListAsync(ExecutionQuery query, string? cursor, int limit, Actor actor, CancellationToken cancellationToken);

    /// <summary>One execution with the definition revision it is pinned to. NotFound <c>ExecutionDoesNotExist</c>.</summary>
    Task<Result<ExecutionView>> GetAsync(string name, Actor actor, CancellationToken cancellationToken);

    /// <summary>Its events from either end; at most 1,000 a page.</summary>
    Task<Result<Page<HistoryEvent>>> HistoryAsync(string name, bool newestFirst, string? cursor, int limit, Actor actor, CancellationToken cancellationToken);

    /// <summary>Every revision of every definition, by name, newest revision first.</summary>
    Task<Result<IReadOnlyList<DefinitionRevision>>> DefinitionsAsync(Actor actor, CancellationToken cancellationToken);
}

/// <param name="Execution">As DescribeExecution tells it.</param>
/// <param name="Definition">The revision it started with; null when its text is not there any more.</param>
/// <param name="NewestRevision">The definition's newest revision now.</param>
public sealed record ExecutionView(ExecutionDescription Execution, DefinitionRevision? Definition, int? NewestRevision);
