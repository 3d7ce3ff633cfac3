using BackOffice.Components.Orders.Run;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Rollouts;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Home;

/// <summary>What needs a person, and everything else in figures; live.</summary>
public sealed partial class HomePage : IDisposable
{
    private const int Hours = 24;
    private static readonly TimeSpan s_figuresEvery = TimeSpan.FromSeconds(5);
    private static readonly Headline[] s_person = [Headline.Unknown, Headline.Stuck, Headline.Held, Headline.Failed];

    private readonly CancellationTokenSource _leave = new();
    private IReadOnlyDictionary<Headline, long>? _counts;
    private RolloutPolicy? _policy;
    private OrderFigures? _figures;
    private Error? _error, _policyError, _figuresError;
    private DateTimeOffset? _readAt;
    private DateTimeOffset _figuresAt;
    private IDisposable? _pulse;

    [Inject] public required IOrders Orders { get; init; }

    [Inject] public required IRollouts Dial { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required OrderPulse Pulse { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required TimeProvider Clock { get; init; }

    private long NeedPerson => _counts is null ? 0 : s_person.Sum(headline => _counts.GetValueOrDefault(headline));

    private string Sentence => _counts is null ? "BackOffice" : NeedPerson switch
    {
        0 => T("No order needs a person."),
        1 => T("One order needs a person."),
        var many => Formats.Capital(T($"{Formats.Counted(many)} orders need a person.")),
    };

    /// <summary>Where most of what failed stands, when that is one place.</summary>
    private string Lead
    {
        get
        {
            if (NeedPerson == 0)
                return T("Everything moves by itself.");
            var failed = _counts?.GetValueOrDefault(Headline.Failed) ?? 0;
            return _figures?.Failing.OrderByDescending(pair => pair.Value).FirstOrDefault() is { Key: { } step, Value: var there } && failed > 1 && there * 2 > failed && there <= failed
                ? Formats.Capital(T($"{Formats.Counted(there)} of the {Formats.Counted(failed)} failed ones stand in {StepTitles.Of(step)}."))
                : T("They are listed by what stopped them.");
        }
    }

    public void Dispose()
    {
        _pulse?.Dispose();
        _leave.Cancel();
        _leave.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _pulse = Pulse.Listen(() => _ = InvokeAsync(async () =>
        {
            await ReadAsync();
            StateHasChanged();
        }));
        await ReadAsync();
    }

    private async Task ReadAsync()
    {
        if (_leave.IsCancellationRequested)
            return;
        try
        {
            var actor = await CurrentActor.GetAsync();
            await ReadCountsAsync(actor);
            var policy = await Reader.ReadAsync("the rollout", token => Dial.GetAsync(RolloutPolicy.CityOrdersInstantProcessing, actor, token), _leave.Token);
            _policyError = policy.Error;
            _policy = policy.IsSuccess ? policy.Value : null;
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private async Task ReadCountsAsync(Actor actor)
    {
        var counts = await Reader.ReadAsync("the counts", token => Orders.CountsAsync(actor, token), _leave.Token);
        _error = counts.Error;
        if (!counts.IsSuccess)
            return;
        _counts = counts.Value;
        _readAt = Clock.GetUtcNow();
        await ReadFiguresAsync(actor);
    }

    /// <summary>A chart of hours need not move each second.</summary>
    private async Task ReadFiguresAsync(Actor actor)
    {
        if (_figures is not null && Clock.GetUtcNow() - _figuresAt < s_figuresEvery)
            return;
        var figures = await Reader.ReadAsync("the last hours", token => Orders.FiguresAsync(Hours, actor, token), _leave.Token);
        _figuresError = figures.Error;
        if (!figures.IsSuccess)
            return;
        _figures = figures.Value;
        _figuresAt = Clock.GetUtcNow();
    }
}
