using BackOffice.Core.Common;

namespace BackOffice.Components.Layout.Navigation;

/// <summary>What stands at the right of one entry of the navigation. Registered as scoped; asked at the start, at most once a second while orders change, and after each navigation.</summary>
public interface INavFigure
{
    /// <summary>Of the entry it belongs to: its <see cref="NavEntry.Href"/>.</summary>
    string Href { get; }

    /// <summary>Asked only of who may see the entry. An error shows nothing.</summary>
    Task<Result<NavFigure>> ReadAsync(Actor actor, CancellationToken cancellationToken);
}

/// <param name="Text">As it is shown.</param>
/// <param name="Waiting">How many things wait for somebody: zero is grey and stays. Null for what is no such number.</param>
public sealed record NavFigure(string Text, long? Waiting)
{
    public static NavFigure Of(long waiting) => new(Formats.Number(waiting), waiting);
}
