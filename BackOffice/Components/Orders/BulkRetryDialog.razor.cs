using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Bulk;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace BackOffice.Components.Orders;

/// <summary>Says how many of the selected orders can be retried and why the others cannot, asks for one reason, and begins one job, however often it is clicked.</summary>
public sealed partial class BulkRetryDialog
{
    private readonly string _jobId = CommandRunner.NewId();
    private string _reason = "";
    private Error? _error;

    [Inject] public required IRetryJobs Retries { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required CommandRunner Runner { get; init; }

    [CascadingParameter] public required IMudDialogInstance Dialog { get; init; }

    [Parameter, EditorRequired] public IReadOnlyList<OrderHead> Orders { get; set; } = [];

    /// <summary>Those for which the retry check decides.</summary>
    private List<OrderHead> Open => [.. Orders.Where(order => OrderActions.WhyNoRetry(order) is null)];

    private List<(string Why, int Count)> Closed =>
        [.. Orders.Select(OrderActions.WhyNoRetry).OfType<string>().GroupBy(why => why).Select(group => (group.Key, group.Count()))];

    private async Task StartAsync()
    {
        if (_reason.Trim().Length == 0)
            return;
        var actor = await CurrentActor.GetAsync();
        var command = new StartRetries(_jobId, [.. Open.Select(order => order.Id)], _reason.Trim());
        var result = await Runner.RunAsync("retry-many", _jobId, token => Retries.StartAsync(command, actor, token));
        _error = result?.Error;
        if (result is { IsSuccess: true } started)
            Dialog.Close(DialogResult.Ok(started.Value));
    }

    private Task KeyAsync(KeyboardEventArgs e) => e is { Key: "Enter", CtrlKey: true } ? StartAsync() : Task.CompletedTask;

    private void Cancel() => Dialog.Cancel();
}
