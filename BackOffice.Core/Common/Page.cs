namespace BackOffice.Core.Common;

/// <summary>One page of a list in the list's own order; never a total, because counting rows is what kills lists.</summary>
/// <param name="Items">At most as many as were asked for.</param>
/// <param name="Next">Cursor of the page after, or null at the proven end.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next)
{
    public static readonly Page<T> Empty = new([], null);
}
