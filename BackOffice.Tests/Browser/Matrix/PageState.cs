using Microsoft.Playwright;

namespace BackOffice.Tests.Browser.Matrix;

/// <summary>One page in one of its states.</summary>
/// <param name="Name">The page, and behind a dash its state: <c>holds-empty</c>. Pictures are named after it.</param>
/// <param name="Address">Below the server's.</param>
internal sealed record PageState(string Name, string Address)
{
    /// <summary>What the fakes answer beside the usual.</summary>
    public Action<PreviewHost> Prepare { get; init; } = _ => { };

    /// <summary>What a person does on the loaded page to come into the state.</summary>
    public Func<IPage, PreviewHost, Task>? Open { get; init; }

    /// <summary>What was pressed to open it: Escape closes what is open and gives the focus back to it.</summary>
    public string? Trigger { get; init; }

    /// <summary>False for somebody who may see no number in the navigation.</summary>
    public bool HasFigures { get; init; } = true;

    /// <summary>The dialog that is open.</summary>
    public Type? Dialog { get; init; }

    /// <summary>False for a page whose picture is in the documentation already, in another state.</summary>
    public bool IsInDocs => IsLoaded && Name is not ("done" or "declined" or "held" or "unknown" or "refunding" or "missing");

    public bool IsLoaded => !Name.Contains('-', StringComparison.Ordinal);
}
