using BackOffice.Core.Workflows;

namespace BackOffice.Core.Orders;

/// <summary>An execution with what is needed to draw it.</summary>
/// <param name="Execution">As it stands.</param>
/// <param name="Definition">The revision it runs; null when it is not there any more.</param>
/// <param name="History">Oldest first, at most the newest 1,000 events.</param>
/// <param name="HistoryNext">Where older events go on; null when the history is whole.</param>
public sealed record ExecutionRun(ExecutionDescription Execution, DefinitionRevision? Definition, IReadOnlyList<HistoryEvent> History, string? HistoryNext);
