using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Orders.Bulk;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Orders;

/// <summary>The page's selection and columns, and bulk retries that run.</summary>
public sealed partial class OrdersPage
{
    private const string ColumnsName = "orders.columns";
    private static readonly TimeSpan s_justEnded = TimeSpan.FromMinutes(1);

    private readonly HashSet<OrderId> _picked = [];
    private readonly HashSet<string> _hidden = [];
    private IReadOnlySet<OrderColumn> _columns = OrderColumns.Usual;
    private IReadOnlyList<RetryJob> _jobs = [];
    private IDisposable? _ticks;
    private bool _mayRetry, _following;

    [Inject] public required IRetryJobs Retries { get; init; }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        _mayRetry = (await CurrentActor.GetAsync()).Permissions.Contains(Permission.OrdersRetry);
        _columns = OrderColumns.Parse(await Browser.RecallAsync(ColumnsName));
        await ReadJobsAsync();
        StateHasChanged();
    }

    private async Task ChooseColumnsAsync(IReadOnlySet<OrderColumn> columns)
    {
        _columns = columns;
        await Browser.RememberAsync(ColumnsName, OrderColumns.Text(columns));
    }

    private void Pick((IReadOnlyList<OrderId> Orders, bool Selected) pick)
    {
        if (pick.Selected)
            _picked.UnionWith(pick.Orders);
        else
            _picked.ExceptWith(pick.Orders);
    }

    private void PickNone() => _picked.Clear();

    private Task CopyPickedAsync() => Browser.CopyAsync(string.Join('\n', _page?.Items.Where(order => _picked.Contains(order.Id)).Select(order => order.Id.Value) ?? []));

    private Task RetryOneAsync(OrderId order) => OpenAsync<RetryDialog>(T("Retry"), "query", new() { { nameof(RetryDialog.Order), order } });

    private async Task RetryPickedAsync()
    {
        var orders = _page?.Items.Where(order => _picked.Contains(order.Id)).ToList() ?? [];
        var dialog = await Dialogs.ShowAsync<BulkRetryDialog>(T("Retry orders"), new MudBlazor.DialogParameters { { nameof(BulkRetryDialog.Orders), orders } });
        if (await dialog.Result is { Canceled: false })
        {
            _picked.Clear();
            await ReadJobsAsync();
        }

        StateHasChanged();
        await Browser.FocusAsync("retry-picked");
    }

    private void HideJob(string jobId)
    {
        _hidden.Add(jobId);
        _jobs = [.. _jobs.Where(job => job.Id != jobId)];
    }

    /// <summary>Each second while a job runs.</summary>
    private async Task FollowJobsAsync()
    {
        if (_following || _leave.IsCancellationRequested || !_jobs.Any(job => !job.IsOver))
            return;
        _following = true;
        await ReadJobsAsync();
        _following = false;
        StateHasChanged();
    }

    /// <summary>Jobs of anybody that run, and one's own that have just ended: leaving the page changes nothing for them.</summary>
    private async Task ReadJobsAsync()
    {
        try
        {
            var actor = await CurrentActor.GetAsync();
            var recent = await Reader.ReadAsync("the bulk retries", token => Retries.RecentAsync(actor, token), _leave.Token);
            if (!recent.IsSuccess)
                return;
            _jobs = [.. recent.Value.Where(job => !_hidden.Contains(job.Id) && (!job.IsOver || (job.ActorId == actor.Id && job.EndedAt > Clock.GetUtcNow() - s_justEnded)))];
            FollowRunning();
        }
        catch (OperationCanceledException) when (_leave.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    /// <summary>The second hand is heard only while a job runs.</summary>
    private void FollowRunning()
    {
        if (_leave.IsCancellationRequested || _jobs.All(job => job.IsOver))
        {
            _ticks?.Dispose();
            _ticks = null;
        }
        else
        {
            _ticks ??= Tools.Ticker.Listen(() => _ = InvokeAsync(FollowJobsAsync));
        }
    }
}
