using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Orders;

/// <summary>
/// Shows nothing. Does once what the address asks for after <c>?do=</c>, when the order is there, and takes it out of the address: the command palette and kept
/// drafts come by this way. What the order or the person's permissions do not allow, the page's own acts do not do.
/// </summary>
public sealed class AskedAct : ComponentBase
{
    private string? _next;

    [Inject] public required NavigationManager Navigation { get; init; }

    /// <summary><c>retry</c>, <c>decide</c>, <c>refund</c>, <c>unwind</c>, <c>note</c> or <c>copy</c>; anything else does nothing.</summary>
    [SupplyParameterFromQuery(Name = "do")] public string? Asked { get; set; }

    [Parameter, EditorRequired] public EventCallback OnRetry { get; set; }

    [Parameter, EditorRequired] public EventCallback OnDecide { get; set; }

    [Parameter, EditorRequired] public EventCallback OnRefund { get; set; }

    [Parameter] public EventCallback OnUnwind { get; set; }

    [Parameter, EditorRequired] public EventCallback OnNote { get; set; }

    [Parameter, EditorRequired] public EventCallback OnCopy { get; set; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Asked is { } asked)
        {
            if (_next == asked)
                return;
            _next = asked;
            Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("do", (string?)null), replace: true);
            return;
        }

        // Not before the address has changed: a dialog that is open when it does may be taken for one of another page, and be closed.
        if (_next is not { } act)
            return;
        _next = null;
        await (act switch
        {
            "retry" => OnRetry.InvokeAsync(),
            "decide" => OnDecide.InvokeAsync(),
            "refund" => OnRefund.InvokeAsync(),
            "unwind" => OnUnwind.InvokeAsync(),
            "note" => OnNote.InvokeAsync(),
            "copy" => OnCopy.InvokeAsync(),
            _ => Task.CompletedTask,
        });
    }
}
