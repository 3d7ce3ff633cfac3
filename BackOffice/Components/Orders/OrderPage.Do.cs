using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Orders;

/// <summary>What the address asks for after <c>?do=</c>, done once and then taken out of the address: the command palette and kept drafts come by this way.</summary>
public sealed partial class OrderPage
{
    private string? _did;

    [Inject] public required NavigationManager Navigation { get; init; }

    /// <summary><c>retry</c>, <c>decide</c>, <c>note</c> or <c>copy</c>; anything else does nothing, as does what the order or the person's permissions do not allow.</summary>
    [SupplyParameterFromQuery(Name = "do")] public string? Do { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Do is null)
            _did = null;
        if (Do is not { } asked || _view is null || _did == asked)
            return;
        _did = asked;
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("do", (string?)null), replace: true);
        await (asked switch
        {
            "retry" => RetryAsync(),
            "decide" => DecideAsync(),
            "note" => AddNoteAsync(),
            "copy" => CopySentenceAsync(),
            _ => Task.CompletedTask,
        });
    }
}
