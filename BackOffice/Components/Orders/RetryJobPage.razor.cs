using BackOffice.Core.Common;
using BackOffice.Core.Orders.Bulk;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Orders;

/// <summary>One bulk retry, order by order, followed until it ends.</summary>
public sealed partial class RetryJobPage : IDisposable
{
    private readonly CancellationTokenSource _leave = new();
    private IDisposable? _ticks;
    private RetryJobView? _view;
    private Error? _error;
    private DateTimeOffset _readAt;
    private string? _shownId;
    private int _filter, _limit = 200;
    private bool _reading;

    [Inject] public required IRetryJobs Retries { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required Ticker Ticker { get; init; }

    [Parameter] public string JobId { get; set; } = "";

    private static string[] Words => [T("All"), T("Refused"), T("Waiting")];

    private List<RetryItem> Shown => [.. (_view?.Items ?? []).Where(item => _filter switch { 1 => item.State is RetryItemState.Refused, 2 => item.State is RetryItemState.Waiting, _ => true })];

    public void Dispose()
    {
        _ticks?.Dispose();
        _leave.Cancel();
        _leave.Dispose();
    }

    protected override void OnInitialized() => _ticks = Ticker.Listen(() => _ = InvokeAsync(FollowAsync));

    protected override Task OnParametersSetAsync()
    {
        if (_shownId == JobId)
            return Task.CompletedTask;
        (_shownId, _view, _error) = (JobId, null, null);
        return ReadAsync();
    }

    private async Task FollowAsync()
    {
        if (_leave.IsCancellationRequested || _view is not { Job.IsOver: false })
            return;
        await ReadAsync();
        StateHasChanged();
    }

    private async Task ReadAsync()
    {
        if (_reading)
            return;
        _reading = true;
        try
        {
            var (id, actor) = (JobId, await CurrentActor.GetAsync());
            var read = await Reader.ReadAsync("the bulk retry", token => Retries.GetAsync(id, actor, token), _leave.Token);
            _error = read.Error;
            if (!read.IsSuccess)
                return;
            _view = read.Value;
            _readAt = Ticker.Now;
        }
        catch (OperationCanceledException) when (_leave.IsCancellationRequested)
        {
            // The page was left.
        }
        finally
        {
            _reading = false;
        }
    }
}
