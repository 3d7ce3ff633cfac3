using BackOffice.Core.Access;
using BackOffice.Core.Orders;
using BackOffice.Core.Pipeline;
using BackOffice.Core.Rollouts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace BackOffice.Components.Layout;

/// <summary>Where one can go, with what waits for a person, live.</summary>
public sealed partial class NavMenu : IDisposable
{
    private static readonly Headline[] s_needsAPerson = [Headline.Unknown, Headline.Stuck, Headline.Held, Headline.Failed];

    private readonly CancellationTokenSource _leave = new();
    private IReadOnlyDictionary<Headline, long>? _counts;
    private IDisposable? _pulse;
    private long? _dead;
    private string? _dial;
    private bool _reading;

    [Inject] public required IOrders Orders { get; init; }

    [Inject] public required IQueueDesk Queues { get; init; }

    [Inject] public required IRollouts Rollouts { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required OrderPulse Pulse { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    private string Where => "/" + Navigation.ToBaseRelativePath(Navigation.Uri);

    private bool IsNeedsList => s_needsAPerson.Any(headline => Where == OrdersUrl.Of(headline).ToString());

    public void Dispose()
    {
        Navigation.LocationChanged -= OnLocationChanged;
        _pulse?.Dispose();
        _leave.Cancel();
        _leave.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        Navigation.LocationChanged += OnLocationChanged;
        _pulse = Pulse.Listen(() => _ = InvokeAsync(ReadCountsAsync));
        await ReadCountsAsync();
        await ReadDialAsync();
    }

    private async Task ReadCountsAsync()
    {
        if (_reading || _leave.IsCancellationRequested)
            return;
        _reading = true;
        try
        {
            var actor = await CurrentActor.GetAsync();
            var counts = await Reader.ReadAsync("the counts", token => Orders.CountsAsync(actor, token), _leave.Token);
            _counts = counts.IsSuccess ? counts.Value : null;
            if (actor.Permissions.Contains(Permission.QueuesRead))
            {
                var queues = await Reader.ReadAsync("the queues", token => Queues.StatesAsync(actor, token), _leave.Token);
                _dead = queues.IsSuccess ? queues.Value.Sum(queue => queue.Dead) : null;
            }

            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
        finally
        {
            _reading = false;
        }
    }

    private async Task ReadDialAsync()
    {
        var actor = await CurrentActor.GetAsync();
        var policy = await Reader.ReadAsync(
            "the rollout", token => Rollouts.GetAsync(RolloutPolicy.CityOrdersInstantProcessing, actor, token), _leave.Token);
        _dial = policy.IsSuccess ? policy.Value.Killed ? "stopped" : Formats.Percent(policy.Value.Dial) : null;
    }

    private void OnLocationChanged(object? sender, LocationChangedEventArgs e) => _ = InvokeAsync(async () =>
    {
        StateHasChanged();
        try
        {
            await ReadDialAsync();
            StateHasChanged();
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    });
}
