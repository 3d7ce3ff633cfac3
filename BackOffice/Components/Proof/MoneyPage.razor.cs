using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Payments.Proof;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Proof;

/// <summary>The rules of the money as they stand, what breaks them, and our refunds beside the gateway's. Live, and followed while a whole check runs.</summary>
public sealed partial class MoneyPage
{
    private string _commandId = CommandRunner.NewId();
    private MoneyView? _view;
    private Error? _refused;
    private IDisposable? _ticks;

    [Inject] public required IMoneyDesk Money { get; init; }

    [Inject] public required CommandRunner Runner { get; init; }

    protected override bool IsLive => true;

    private string Title => _view?.Standing switch
    {
        null => T("Money"),
        { Red: 1 } => T("One rule of the money is broken."),
        { Red: > 1 } standing => Formats.Capital(T($"{Formats.Counted(standing.Red)} rules of the money are broken.")),
        { Whole: null } => T("The money was not checked as a whole yet."),
        _ => T("All rules of the money hold."),
    };

    private string Lead => _view?.Standing switch
    {
        null => "",
        { Red: > 0 } => T("The red rows name the orders. Nothing is put right by itself: look at each order, and do not refund it before you know."),
        { Whole: null, Live.Orders: 0 } => T("Orders that change are looked at again as they change; the check of everything runs every night, and now if you ask for it."),
        _ => T("Each was checked on every order, and again on each order that changed since."),
    };

    private string? WhyNotCheck => WhyNot(Permission.MoneyVerify);

    private string? WhyNotStop => WhyNot(Permission.MoneyVerify) ?? (_view?.Standing.Run?.StoppedBy is null ? null : T("It stops as soon as it can."));

    protected override void OnInitialized()
    {
        base.OnInitialized();
        _ticks = Tools.Ticker.Listen(() => _ = InvokeAsync(FollowAsync));
    }

    protected override async Task LoadAsync()
    {
        if (await AskAsync("the money", (actor, token) => Money.GetAsync(actor, token)) is { } view)
            _view = view;
    }

    protected override void Leave() => _ticks?.Dispose();

    /// <summary>How far a check is moves without any order changing.</summary>
    private Task FollowAsync() => _view?.Standing.Run is null ? Task.CompletedTask : RefreshAsync();

    private async Task StartAsync()
    {
        await ActAsync("check-money", actor => Money.StartAsync(_commandId, actor, CancellationToken.None));
        _commandId = CommandRunner.NewId();
    }

    private Task StopAsync() => _view?.Standing.Run is { } run ? ActAsync("stop-money-check", actor => Money.StopAsync(run.Id, actor, CancellationToken.None)) : Task.CompletedTask;

    private async Task ActAsync(string name, Func<Actor, Task<Result<MoneyStanding>>> act)
    {
        var actor = await CurrentActor.GetAsync();
        var done = await Runner.RunAsync(name, _commandId, _ => act(actor));
        _refused = done?.Error;
        await RefreshAsync();
    }
}
