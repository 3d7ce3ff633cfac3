using BackOffice.Core.Common;
using BackOffice.Core.Routing;
using BackOffice.Core.Routing.Delivery;
using MudBlazor;

namespace BackOffice.Components.Routing.Deliveries;

/// <summary>What is asked before dead letters are tried again or given up, one or a whole cause.</summary>
internal static class DeadLetterActs
{
    public static DialogParameters<ReasonDialog> Redrive(IDeliveryDesk desk, EventDelivery letter, Action<string>? begun = null) =>
        Redrive(desk, Of(letter), T($"Try {DeliveryWords.TypeOf(letter)} of {letter.Key} again?"), letter.Destination, 1, begun);

    public static DialogParameters<ReasonDialog> Redrive(IDeliveryDesk desk, DeadGroup group, Action<string>? begun = null) =>
        Redrive(desk, Of(group), T($"Try {DeliveryWords.Count(group.Count)} again?"), group.Destination, group.Count, begun);

    public static DialogParameters<ReasonDialog> Discard(IDeliveryDesk desk, EventDelivery letter) =>
        Discard(desk, Of(letter), T($"Give {DeliveryWords.TypeOf(letter)} of {letter.Key} up for good?"), letter.Destination, 1);

    public static DialogParameters<ReasonDialog> Discard(IDeliveryDesk desk, DeadGroup group) =>
        Discard(desk, Of(group), T($"Give {DeliveryWords.Count(group.Count)} up for good?"), group.Destination, group.Count);

    private static DialogParameters<ReasonDialog> Redrive(IDeliveryDesk desk, DeadSelection letters, string question, string destination, long count, Action<string>? begun) => new()
    {
        { d => d.Question, question },
        { d => d.Meaning, T($"What was to be sent goes to {destination} as it was made, with all tries of the rule anew. If an earlier try arrived without our knowing, {destination} gets it twice.") },
        { d => d.Verb, count == 1 ? T("Try 1 delivery again") : T($"Try {Formats.Number(count)} deliveries again") },
        { d => d.Command, "redrive-deliveries" },
        {
            d => d.Act, async (id, reason, actor, token) =>
            {
                var done = await desk.RedriveAsync(new RedriveDeliveries(letters, id, reason), actor, token);
                if (done.IsSuccess)
                    begun?.Invoke(id);
                return done.Map(outcome => outcome.Message);
            }
        },
    };

    private static DialogParameters<ReasonDialog> Discard(IDeliveryDesk desk, DeadSelection letters, string question, string destination, long count) => new()
    {
        { d => d.Question, question },
        { d => d.Meaning, T($"It is never sent to {destination}, and cannot be tried again afterwards. The audit log keeps who gave it up and why.") },
        { d => d.Verb, count == 1 ? T("Give up 1 delivery") : T($"Give up {Formats.Number(count)} deliveries") },
        { d => d.Dangerous, true },
        { d => d.Command, "discard-deliveries" },
        { d => d.Act, async (id, reason, actor, token) => (await desk.DiscardAsync(new DiscardDeliveries(letters, id, reason), actor, token)).Map(outcome => outcome.Message) },
    };

    private static DeadSelection Of(EventDelivery letter) => new(letter.Rule, letter.Target, letter.ErrorCode ?? "", Delivery: letter.Id);

    /// <summary>What was given up after the page was read is not decided on.</summary>
    private static DeadSelection Of(DeadGroup group) => new(group.Rule, group.Target, group.ErrorCode, group.NewestAt);
}
