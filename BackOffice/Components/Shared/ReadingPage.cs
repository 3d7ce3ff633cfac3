using BackOffice.Core.Common;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Shared;

/// <summary>
/// A page that reads when it opens, when its address changes, on demand and, where it says so, when orders change. What was read last stays in view when a
/// later reading fails, under a notice that says how old it is.
/// </summary>
public abstract class ReadingPage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _leave = new();
    private readonly CancellationToken _left;
    private IDisposable? _pulse, _ticks;
    private long? _seen;
    private bool _reading, _again;

    protected ReadingPage() => _left = _leave.Token;

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required PageTools Tools { get; init; }

    [Inject] public required OrderPulse Pulse { get; init; }

    /// <summary>Who looks; null before the first reading.</summary>
    protected Actor? Actor { get; private set; }

    /// <summary>What the last reading failed with.</summary>
    protected Error? Error { get; set; }

    /// <summary>When what is shown was read.</summary>
    protected DateTimeOffset? ReadAt { get; private set; }

    /// <summary>True for a page that reads anew, at most once a second, while orders change.</summary>
    protected virtual bool IsLive => false;

    /// <summary>A number that changes when what the page shows may have, for what orders do not tell of; looked at each second. Null for none.</summary>
    protected virtual long? Mark => null;

    protected DateTimeOffset Now => Tools.Clock.GetUtcNow();

    public void Dispose()
    {
        _pulse?.Dispose();
        _ticks?.Dispose();
        Leave();
        _leave.Cancel();
        _leave.Dispose();
        GC.SuppressFinalize(this);
    }

    protected override void OnInitialized()
    {
        if (IsLive)
            _pulse = Pulse.Listen(() => _ = InvokeAsync(BeatAsync));
        if (Mark is not null)
            _ticks = Tools.Ticker.Listen(() => _ = InvokeAsync(() => Mark == _seen ? Task.CompletedTask : BeatAsync()));
    }

    protected override Task OnParametersSetAsync() => RefreshAsync();

    /// <summary>Reads what the address asks for, by <see cref="AskAsync"/>; ends where a question failed.</summary>
    protected abstract Task LoadAsync();

    /// <summary>Lets go of what the page holds besides.</summary>
    protected virtual void Leave()
    {
    }

    /// <summary>Reads again. What is asked for while a reading runs is read after it, once.</summary>
    protected async Task RefreshAsync()
    {
        if (_left.IsCancellationRequested)
            return;
        if (_reading)
        {
            _again = true;
            return;
        }

        _reading = true;
        try
        {
            do
            {
                _again = false;
                _seen = Mark;
                Actor = await CurrentActor.GetAsync();
                await LoadAsync();
            }
            while (_again && !_left.IsCancellationRequested);
            StateHasChanged();
        }
        catch (OperationCanceledException) when (_left.IsCancellationRequested)
        {
            // The page was left.
        }
        finally
        {
            _reading = false;
        }
    }

    private async Task BeatAsync()
    {
        try
        {
            await RefreshAsync();
        }
        catch (Exception failure)
        {
            await DispatchExceptionAsync(failure);
        }
    }

    /// <summary>Asks Core; null when it failed, with <see cref="Error"/> set.</summary>
    protected async Task<T?> AskAsync<T>(string what, Func<Actor, CancellationToken, Task<Result<T>>> query)
        where T : class
    {
        var actor = await CurrentActor.GetAsync();
        var result = await Reader.ReadAsync(what, token => query(actor, token), _left);
        Error = result.Error;
        if (!result.IsSuccess)
            return null;
        ReadAt = Now;
        return result.Value;
    }

    protected bool May(Core.Access.Permission permission) => Actor?.Permissions.Contains(permission) == true;

    /// <summary>Null when the person may, else what they are told.</summary>
    protected string? WhyNot(Core.Access.Permission permission) => May(permission) ? null : T(Core.Access.RolePermissions.Refusal(permission).Said);
}
