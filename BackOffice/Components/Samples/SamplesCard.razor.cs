using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Samples;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Samples;

/// <summary>Offers sample orders where there are none, and says how far they are where there are. Where they do not exist it shows nothing.</summary>
public sealed partial class SamplesCard : IDisposable
{
    private const int Many = 2_000;

    private readonly CancellationTokenSource _leave = new();
    private string _commandId = CommandRunner.NewId();
    private SampleRun? _run;
    private Error? _error;
    private IDisposable? _pulse;
    private bool _permitted;

    [Inject] public required ISamples Samples { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required CommandRunner Runner { get; init; }

    [Inject] public required OrderPulse Pulse { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    /// <summary>Orders in the store: samples are offered where there is none, and followed once they were run.</summary>
    [Parameter, EditorRequired] public long Orders { get; set; }

    public void Dispose()
    {
        _pulse?.Dispose();
        _leave.Cancel();
        _leave.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        await ReadAsync();
        if (!_leave.IsCancellationRequested)
            _pulse = Pulse.Listen(() => _ = InvokeAsync(ReadAsync));
    }

    private async Task ReadAsync()
    {
        if (_leave.IsCancellationRequested)
            return;
        try
        {
            var actor = await CurrentActor.GetAsync();
            _permitted = actor.Permissions.Contains(Permission.SamplesRun);
            var run = await Reader.ReadAsync("the sample orders", token => Samples.GetAsync(actor, token), _leave.Token);
            _run = run.IsSuccess && (run.Value.Commands > 0 || Orders == 0) ? run.Value : null;
            StateHasChanged();
        }
        catch (OperationCanceledException) when (_leave.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    private Task StartAsync() => ActAsync("start-samples", (run, actor, token) => Samples.StartAsync(new StartSamples(_commandId, run.Commands, Many, Trickle: true), actor, token));

    private Task TrickleAsync() => ActAsync("start-samples", (run, actor, token) => Samples.StartAsync(new StartSamples(_commandId, run.Commands, 0, Trickle: true), actor, token));

    private Task StopAsync() => ActAsync("stop-samples", (run, actor, token) => Samples.StopAsync(new StopSamples(_commandId, run.Commands), actor, token));

    private async Task ActAsync(string name, Func<SampleRun, Actor, CancellationToken, Task<Result<SampleRun>>> act)
    {
        if (_run is not { } run)
            return;
        var actor = await CurrentActor.GetAsync();
        var result = await Runner.RunAsync(name, _commandId, token => act(run, actor, token));
        if (result is not { } done)
            return;
        _error = done.Error;
        if (!done.IsSuccess)
            return;
        // The next press is another command.
        _commandId = CommandRunner.NewId();
        _run = done.Value;
    }
}
