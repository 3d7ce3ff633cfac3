using BackOffice.Core.Access;
using BackOffice.Core.Orders;

namespace BackOffice.Components.Layout.Navigation;

/// <summary>One place to go: a line of the navigation, of the command palette and, with <paramref name="Go"/>, of the keys.</summary>
/// <param name="Group">Where it stands.</param>
/// <param name="Href">Its address; of one that lists by a query, with the query.</param>
/// <param name="Icon">Of Icons.Material.Rounded.</param>
/// <param name="Label">In the reader's language.</param>
/// <param name="Needs">Who lacks it does not see the entry; null for everybody.</param>
/// <param name="Go">The key after <c>g</c>.</param>
/// <param name="Headline">Counts the orders with this headline, in its colour.</param>
public sealed record NavEntry(NavGroup Group, string Href, string Icon, Func<string> Label, Permission? Needs = null, string? Go = null, Headline? Headline = null)
{
    /// <summary>The role of its icon while its figure is above zero; null where it has none.</summary>
    public StatusRole? Role { get; init; } = Headline is { } headline ? StatusLook.Of(headline).Role : null;

    /// <summary>True for the page of the entry and for what lies below it.</summary>
    /// <param name="where">The path and query of the page in view.</param>
    public bool IsAt(string where) => Href.Contains('?', StringComparison.Ordinal) || Href == "/"
        ? where == Href
        : where == Href || where.StartsWith(Href + "/", StringComparison.Ordinal) || where.StartsWith(Href + "?", StringComparison.Ordinal);
}
