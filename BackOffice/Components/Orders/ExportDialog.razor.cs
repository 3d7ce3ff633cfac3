using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders.Export;
using BackOffice.Core.Orders.Views;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using MudBlazor;

namespace BackOffice.Components.Orders;

/// <summary>Makes a file of the list's query and hands it to the person; closing the dialog or leaving the page stops it.</summary>
public sealed partial class ExportDialog : IDisposable
{
    private static readonly TimeSpan s_showEvery = TimeSpan.FromMilliseconds(200);

    private readonly CancellationTokenSource _leave = new();
    private CancellationTokenSource? _stop;
    private Actor? _actor;
    private ExportFormat _format;
    private bool _inClear, _stopped;
    private string _reason = "";
    private ExportProgress _progress;
    private DateTimeOffset _shownAt;
    private ExportFile? _file;
    private Error? _error;

    [Inject] public required IExportFiles Files { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required CommandRunner Runner { get; init; }

    [Inject] public required ViewerZone Zone { get; init; }

    [Inject] public required TimeProvider Clock { get; init; }

    [CascadingParameter] public required IMudDialogInstance Dialog { get; init; }

    /// <summary>Sound; empty for all orders.</summary>
    [Parameter, EditorRequired] public string Query { get; set; } = "";

    /// <summary>How many orders it has, where that is known already.</summary>
    [Parameter] public QueryCount? Estimate { get; set; }

    private string? EstimateWords => Estimate switch
    {
        null => null,
        { AtLeast: true } some => T($"at least {Formats.Number(some.Number)}"),
        { Number: 1 } => T("1 order"),
        { } all => T($"{Formats.Number(all.Number)} orders"),
    };

    /// <summary>What the bar runs to; null where only the least is known.</summary>
    private long? Expected => Estimate is { AtLeast: false, Number: > 0 } all ? all.Number : null;

    private string? WhyNotInClear => _actor?.Lacks(Permission.CustomersExport) is { } lacks ? T(lacks.Said) : null;

    private bool CanExport => !Runner.IsRunning && (!_inClear || _reason.Trim().Length > 0);

    public void Dispose()
    {
        _leave.Cancel();
        _leave.Dispose();
        _stop?.Dispose();
    }

    protected override async Task OnInitializedAsync() => _actor = await CurrentActor.GetAsync();

    private async Task ExportAsync()
    {
        if (!CanExport)
            return;
        _stop?.Dispose();
        _stop = CancellationTokenSource.CreateLinkedTokenSource(_leave.Token);
        (_stopped, _error, _progress, _shownAt) = (false, null, default, default);
        var (actor, token) = (await CurrentActor.GetAsync(), _stop.Token);
        // An export that was stopped or failed is over: the next one is another.
        var command = new ExportOrders(CommandRunner.NewId(), Query, Zone.Zone, _format, _inClear, _inClear ? _reason.Trim() : null);
        var result = await Runner.RunAsync("export-orders", command.ExportId, _ => MakeAsync(command, new Progress<ExportProgress>(Show), actor, token));
        if (result is not { } outcome || _leave.IsCancellationRequested)
            return;
        _stopped = outcome.Error is Stopped;
        _error = _stopped ? null : outcome.Error;
        _file = outcome.IsSuccess ? outcome.Value : null;
    }

    private async Task<Result<ExportFile>> MakeAsync(ExportOrders command, IProgress<ExportProgress> progress, Actor actor, CancellationToken token)
    {
        try
        {
            return await Files.MakeAsync(command, progress, actor, token);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            return new Stopped();
        }
    }

    private void Show(ExportProgress progress)
    {
        _progress = progress;
        if (!Runner.IsRunning || _leave.IsCancellationRequested || Clock.GetUtcNow() - _shownAt < s_showEvery)
            return;
        _shownAt = Clock.GetUtcNow();
        StateHasChanged();
    }

    private void Stop() => _stop?.Cancel();

    private void Close() => Dialog.Close(DialogResult.Ok(_file is not null));

    private Task KeyAsync(KeyboardEventArgs e) => e is { Key: "Enter", CtrlKey: true } ? ExportAsync() : Task.CompletedTask;

    private sealed record Stopped() : Error("export.stopped", T("Stopped."));
}
