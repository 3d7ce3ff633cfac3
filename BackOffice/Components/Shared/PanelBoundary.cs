using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Components.Web;

namespace BackOffice.Components.Shared;

/// <summary>Keeps a failing part from hiding the rest: a short text and an id to quote; the exception goes to the log alone.</summary>
public sealed partial class PanelBoundary : ErrorBoundaryBase
{
    private string _id = "";

    [Inject] public required ILogger<PanelBoundary> Log { get; init; }

    /// <summary>With its article, in the viewer's language: <c>the timeline</c>.</summary>
    [Parameter, EditorRequired] public string What { get; set; } = "";

    protected override Task OnErrorAsync(Exception exception)
    {
        _id = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray().AsSpan(0, 4)).Insert(4, "-");
        Failed(Log, What, _id, exception);
        return Task.CompletedTask;
    }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        if (CurrentException is null)
        {
            builder.AddContent(0, ChildContent);
            return;
        }

        builder.OpenComponent<StateNotice>(1);
        builder.AddComponentParameter(2, nameof(StateNotice.Error), new PageFailure("Something went wrong here; the rest of the page still works.", _id));
        builder.AddComponentParameter(3, nameof(StateNotice.What), What);
        builder.AddComponentParameter(4, nameof(StateNotice.OnRetry), EventCallback.Factory.Create(this, Recover));
        builder.CloseComponent();
    }

    [LoggerMessage(7020, LogLevel.Error, "Showing {What} failed, shown as {CorrelationId}")]
    private static partial void Failed(ILogger log, string what, string correlationId, Exception failure);
}
