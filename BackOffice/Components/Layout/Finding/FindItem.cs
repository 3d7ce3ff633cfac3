namespace BackOffice.Components.Layout.Finding;

/// <summary>One entry of the search list and of the command palette: a page, a command, an order, or an act on it.</summary>
/// <param name="Icon">Of Icons.Material.Rounded.</param>
/// <param name="Label">What it is or does.</param>
/// <param name="Detail">Below it, smaller; empty for nothing.</param>
public sealed record FindItem(string Icon, string Label, string Detail = "")
{
    /// <summary>Where it leads; null for a command.</summary>
    public string? Href { get; init; }

    /// <summary>What it does; null for what only leads somewhere.</summary>
    public Func<Task>? Act { get; init; }

    public StatusLook? Status { get; init; }

    /// <summary>Why it cannot be done now; it stays visible and does nothing.</summary>
    public string? WhyNot { get; init; }

    /// <summary>The key that does the same, for its hint.</summary>
    public string? Key { get; init; }

    /// <summary>Heads the entries of one kind; the first of each is titled with it. Empty for none.</summary>
    public string Group { get; init; } = "";
}
