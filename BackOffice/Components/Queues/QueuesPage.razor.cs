using BackOffice.Core.Common;
using BackOffice.Core.Pipeline;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace BackOffice.Components.Queues;

/// <summary>What waits and what was given up, by cause; the address says whose dead letters are open. Live while orders move.</summary>
public sealed partial class QueuesPage
{
    private const int Shown = 100;

    private IReadOnlyList<QueueState>? _queues;
    private IReadOnlyList<DeadLetter>? _letters;
    private string? _lettersOf;

    [Inject] public required IQueueDesk Desk { get; init; }

    [Inject] public required IDialogService Dialogs { get; init; }

    [SupplyParameterFromQuery(Name = "dead")] public string? Queue { get; set; }

    protected override bool IsLive => true;

    private string Title => _queues?.Sum(queue => queue.Dead) switch
    {
        null => T("Queues"),
        0 => T("Nothing was given up."),
        1 => T("One message was given up."),
        var many => Formats.Capital(T($"{Formats.Counted(many.Value)} messages were given up.")),
    };

    protected override async Task LoadAsync()
    {
        if (_lettersOf != Queue)
            _letters = null;
        _lettersOf = Queue;
        var queue = Queue;
        if (await AskAsync("the queues", Desk.StatesAsync) is not { } queues)
            return;
        _queues = queues;
        if (queue is not null && await AskAsync("the dead letters", (actor, token) => Desk.DeadLettersAsync(queue, Shown, actor, token)) is { } letters && queue == Queue)
            _letters = letters;
    }

    private Task RedriveAsync(DeadLetter letter) => AskReasonAsync(letter, $"redrive-{letter.Id}", new DialogParameters<ReasonDialog>
    {
        { d => d.Question, T($"Put the message of {letter.Key} back?") },
        { d => d.Meaning, T($"It was given up after {letter.Receives} tries: {letter.Reason} It begins anew, and what was done for the order stays done: nothing is charged or sent twice.") },
        { d => d.Verb, T("Put it back") },
        { d => d.Command, "redrive-dead-letter" },
        { d => d.Act, async (id, reason, actor, token) => (await Desk.RedriveAsync(new RedriveDeadLetter(_lettersOf ?? "", letter.Id, id, reason), actor, token)).Map(done => done.Message) },
    });

    private Task DiscardAsync(DeadLetter letter) => AskReasonAsync(letter, $"discard-{letter.Id}", new DialogParameters<ReasonDialog>
    {
        { d => d.Question, T($"Delete the message of {letter.Key} for good?") },
        { d => d.Meaning, T("Nothing is done for the order, and the message cannot be put back afterwards. The audit log keeps who deleted it and why.") },
        { d => d.Verb, T("Delete 1 message") },
        { d => d.Dangerous, true },
        { d => d.Command, "discard-dead-letter" },
        { d => d.Act, async (id, reason, actor, token) => (await Desk.DiscardAsync(new DiscardDeadLetter(_lettersOf ?? "", letter.Id, id, reason), actor, token)).Map(done => done.Message) },
    });

    private async Task AskReasonAsync(DeadLetter letter, string button, DialogParameters<ReasonDialog> parameters)
    {
        var dialog = await Dialogs.ShowAsync<ReasonDialog>(letter.Key, parameters);
        if (await dialog.Result is { Canceled: false })
            await RefreshAsync();
        await Tools.Browser.FocusAsync(button);
    }

    private static string Address(string queue) => "/queues?dead=" + Uri.EscapeDataString(queue);
}
