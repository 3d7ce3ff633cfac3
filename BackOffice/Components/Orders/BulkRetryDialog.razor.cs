using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Bulk;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace BackOffice.Components.Orders;

/// <summary>
/// Says how many of the selected orders, or of all that match, can be retried and why the others cannot, asks for one reason, and begins one job, however often it
/// is clicked. The job retries those that were counted here: what comes to match later is not in it.
/// </summary>
public sealed partial class BulkRetryDialog : IDisposable
{
    private readonly CancellationTokenSource _leave = new();
    private readonly string _jobId = CommandRunner.NewId();
    private RetryPreview? _preview;
    private string _reason = "";
    private bool _asked;
    private Error? _error;

    [Inject] public required IRetryJobs Retries { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required CommandRunner Runner { get; init; }

    [Inject] public required Browser Browser { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required ViewerZone Zone { get; init; }

    [CascadingParameter] public required IMudDialogInstance Dialog { get; init; }

    /// <summary>The orders that were picked one by one.</summary>
    [Parameter] public IReadOnlyList<OrderHead> Orders { get; set; } = [];

    /// <summary>In their place, all orders that match it: empty for all there are; null where orders were picked.</summary>
    [Parameter] public string? Query { get; set; }

    private int Open => _preview?.Orders.Count ?? 0;

    private int Closed => _preview?.LeftOut.Sum(group => group.Count) ?? 0;

    public void Dispose()
    {
        _leave.Cancel();
        _leave.Dispose();
    }

    protected override Task OnInitializedAsync()
    {
        if (Query is not null)
            return FindAsync(Query);
        _preview = RetryPreview.Of(Orders);
        return Task.CompletedTask;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_asked || Open == 0)
            return;
        _asked = true;
        await Browser.FocusAsync("bulk-reason");
    }

    private async Task FindAsync(string query)
    {
        try
        {
            var actor = await CurrentActor.GetAsync();
            var found = await Reader.ReadAsync("the orders", token => Retries.PreviewAsync(query, Zone.Zone, actor, token), _leave.Token);
            _error = found.Error;
            _preview = found.IsSuccess ? found.Value : null;
        }
        catch (OperationCanceledException) when (_leave.IsCancellationRequested)
        {
            // The dialog was closed.
        }
    }

    private async Task StartAsync()
    {
        if (_reason.Trim().Length == 0 || _preview is not { Orders.Count: > 0 } preview)
            return;
        var actor = await CurrentActor.GetAsync();
        var command = new StartRetries(_jobId, preview.Orders, _reason.Trim(), Query, Zone.Zone);
        var result = await Runner.RunAsync("retry-many", _jobId, token => Retries.StartAsync(command, actor, token));
        _error = result?.Error;
        if (result is { IsSuccess: true } started)
            Dialog.Close(DialogResult.Ok(started.Value));
    }

    private Task KeyAsync(KeyboardEventArgs e) => e is { Key: "Enter", CtrlKey: true } ? StartAsync() : Task.CompletedTask;

    private void Cancel() => Dialog.Cancel();
}
