namespace BackOffice.Core.Common;

/// <summary>One page of a list in the list's own order; never a total, because counting rows is what kills lists.</summary>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="Next">Cursor of the page after, or null at the proven end.</param>
/// <param name="SearchedTo">
/// Set when a bounded search ended before its page was full: everything on this side of the moment was looked at, and <paramref name="Next"/> goes on.
/// </param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next, DateTimeOffset? SearchedTo = null)
{
    public static readonly Page<T> Empty = new([], null);
}
