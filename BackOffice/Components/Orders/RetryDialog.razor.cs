using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace BackOffice.Components.Orders;

/// <summary>Says what a retry would be and why it is safe, asks for a reason, and sends the command once, however often it is clicked.</summary>
public sealed partial class RetryDialog : IDisposable
{
    private readonly CancellationTokenSource _close = new();
    private string _commandId = CommandRunner.NewId();
    private string _reason = "";
    private bool _asked;
    private RetryCheck? _check;
    private Error? _error;

    [Inject] public required IOrderCommands Commands { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required CommandRunner Runner { get; init; }

    [Inject] public required Browser Browser { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required Toasts Toasts { get; init; }

    [CascadingParameter] public required IMudDialogInstance Dialog { get; init; }

    [Parameter, EditorRequired] public OrderId Order { get; set; }

    private bool IsPossible => _check is { Mode: not RetryMode.NotPossible };

    private string Title => _check?.Mode switch
    {
        RetryMode.LookUp => T($"Look up what is unknown in {Order}?"),
        RetryMode.NewRun => T($"Start a new run of {Order}?"),
        RetryMode.NextBatch => T($"Give {Order} to the next batch?"),
        RetryMode.NotPossible => T($"{Order} cannot be retried now"),
        RetryMode.Redrive or null => T($"Retry {Order}?"),
    };

    private string Verb => _check?.Mode switch
    {
        RetryMode.LookUp => T("Look up now"),
        RetryMode.NewRun => T("Start a new run"),
        RetryMode.NextBatch => T("Give it to the next batch"),
        RetryMode.Redrive or RetryMode.NotPossible or null => T("Retry this step"),
    };

    public void Dispose()
    {
        _close.Cancel();
        _close.Dispose();
    }

    protected override Task OnInitializedAsync() => CheckAsync();

    /// <summary>The reason is all that is asked for; it comes when the check has answered.</summary>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_asked || !IsPossible)
            return;
        _asked = true;
        await Browser.FocusAsync("retry-reason");
    }

    private async Task CheckAsync()
    {
        try
        {
            // Another check is another command: the first was refused for good.
            if (_error is Conflict)
                _commandId = CommandRunner.NewId();
            var actor = await CurrentActor.GetAsync();
            var check = await Reader.ReadAsync(T("the retry check"), token => Commands.CheckRetryAsync(Order, actor, token), _close.Token);
            _error = check.Error;
            _check = check.IsSuccess ? check.Value : null;
        }
        catch (OperationCanceledException) when (_close.IsCancellationRequested)
        {
            // The dialog was closed.
        }
    }

    private async Task SubmitAsync()
    {
        if (_check is not { } check || _reason.Trim().Length == 0)
            return;
        var actor = await CurrentActor.GetAsync();
        var result = await Runner.RunAsync(
            "retry-order", _commandId, token => Commands.RetryAsync(new RetryOrder(Order, _commandId, check.Version, _reason.Trim()), actor, token));
        if (result is not { } outcome)
            return;
        _error = outcome.Error;
        if (!outcome.IsSuccess)
            return;
        Toasts.Show(T(outcome.Value.Message));
        Dialog.Close(DialogResult.Ok(outcome.Value));
    }

    private Task KeyAsync(KeyboardEventArgs e) => e is { Key: "Enter", CtrlKey: true } ? SubmitAsync() : Task.CompletedTask;

    private void Cancel() => Dialog.Cancel();
}
