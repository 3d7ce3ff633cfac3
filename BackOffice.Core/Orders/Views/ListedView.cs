using BackOffice.Core.Orders.Search;

namespace BackOffice.Core.Orders.Views;

/// <summary>A view as one person sees it.</summary>
/// <param name="View">The view.</param>
/// <param name="IsBuiltIn">One of <see cref="StartingViews"/>: not stored, the same for all, never changed.</param>
/// <param name="IsOwn">The person made it.</param>
/// <param name="MayChange">False where a command would be refused.</param>
/// <param name="Problems">What of its query is no longer understood; empty for a sound one.</param>
public sealed record ListedView(SavedView View, bool IsBuiltIn, bool IsOwn, bool MayChange, IReadOnlyList<QueryProblem> Problems);
