using BackOffice.Core.Access;
using BackOffice.Core.Common;
using BackOffice.Core.Pipeline;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BackOffice.Components.Queues;

/// <summary>What waits and what was given up; the address says whose dead letters are open. Live while orders move.</summary>
public sealed partial class QueuesPage : IDisposable
{
    private const int Shown = 100;

    private readonly CancellationTokenSource _leave = new();
    private IReadOnlyList<QueueState>? _queues;
    private IReadOnlyList<DeadLetter>? _letters;
    private string? _lettersOf;
    private Actor? _actor;
    private Error? _error;
    private DateTimeOffset? _readAt;
    private IDisposable? _pulse;

    [Inject] public required IQueueDesk Desk { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required OrderPulse Pulse { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    [Inject] public required PageTools Tools { get; init; }

    [SupplyParameterFromQuery(Name = "dead")] public string? Queue { get; set; }

    private Ticker Ticker => Tools.Ticker;

    private bool CanRedrive => _actor?.Permissions.Contains(Permission.QueuesRedrive) == true;

    private string Title => _queues?.Sum(queue => queue.Dead) switch
    {
        null => "Queues",
        0 => "Nothing was given up.",
        1 => "One message was given up.",
        var many => $"{Formats.Capital(Formats.Counted(many.Value))} messages were given up.",
    };

    public void Dispose()
    {
        _pulse?.Dispose();
        _leave.Cancel();
        _leave.Dispose();
    }

    protected override void OnInitialized() => _pulse = Pulse.Listen(() => _ = InvokeAsync(async () =>
    {
        await ReadAsync();
        StateHasChanged();
    }));

    protected override Task OnParametersSetAsync()
    {
        if (_lettersOf != Queue)
            _letters = null;
        _lettersOf = Queue;
        return ReadAsync();
    }

    private async Task ReadAsync()
    {
        if (_leave.IsCancellationRequested)
            return;
        try
        {
            _actor = await CurrentActor.GetAsync();
            var (actor, queue) = (_actor, Queue);
            var queues = await Reader.ReadAsync("the queues", token => Desk.StatesAsync(actor, token), _leave.Token);
            _error = queues.Error;
            if (!queues.IsSuccess)
                return;
            _queues = queues.Value;
            _readAt = Tools.Clock.GetUtcNow();
            if (queue is null)
            {
                _letters = null;
                return;
            }

            var letters = await Reader.ReadAsync("the dead letters", token => Desk.DeadLettersAsync(queue, Shown, actor, token), _leave.Token);
            _error = letters.Error;
            if (letters.IsSuccess && queue == Queue)
                _letters = letters.Value;
        }
        catch (OperationCanceledException) when (_leave.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    private async Task RedriveAsync(DeadLetter letter)
    {
        if (Queue is null)
            return;
        var dialog = await Dialogs.ShowAsync<RedriveDialog>("Put back", new DialogParameters<RedriveDialog> { { d => d.Queue, Queue }, { d => d.Letter, letter } });
        if (await dialog.Result is { Canceled: false })
            await ReadAsync();
        StateHasChanged();
        await Tools.Browser.FocusAsync($"redrive-{letter.Id}");
    }

    private static string Address(string queue) => "/queues?dead=" + Uri.EscapeDataString(queue);
}
