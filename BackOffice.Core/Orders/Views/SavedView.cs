using BackOffice.Core.Access;

namespace BackOffice.Core.Orders.Views;

/// <summary>A query with a name. The text is kept as it was typed, sort included: what a newer program no longer understands is still there to be mended.</summary>
public sealed record SavedView
{
    /// <summary>Made by the client, 1 to 64 letters, digits, dashes or underscores.</summary>
    public required string Id { get; init; }

    /// <summary>1 after the first save, one more with each change.</summary>
    public required long Version { get; init; }

    /// <summary>1 to 60 characters, unique among its owner's, whatever the case.</summary>
    public required string Name { get; init; }

    /// <summary>In the language of <see cref="Search.QueryText"/>; empty for all orders.</summary>
    public required string Query { get; init; }

    public ViewAudience Audience { get; init; }

    /// <summary>Whose, for <see cref="ViewAudience.Role"/>.</summary>
    public Role? Role { get; init; }

    /// <summary>See <see cref="Common.Actor.Id"/>.</summary>
    public required string OwnerId { get; init; }

    public required string OwnerName { get; init; }

    /// <summary>Who changed it last, for people.</summary>
    public required string ChangedBy { get; init; }

    public required DateTimeOffset ChangedAt { get; init; }
}

/// <summary>Who sees a view.</summary>
public enum ViewAudience
{
    /// <summary>Its owner alone.</summary>
    Private,

    /// <summary>Everybody who has the role, and its owner.</summary>
    Role,

    Everyone,
}
