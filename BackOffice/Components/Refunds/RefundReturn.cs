using BackOffice.Core.Common;
using BackOffice.Core.Payments.Refunds;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Refunds;

/// <summary>The way to the sign-in and back: what a person was about to ask or approve is there again when they return, under the same ids.</summary>
public sealed class RefundReturn(KeptIntents intents, ICurrentActor actors, NavigationManager navigation)
{
    internal async Task<RefundIntent?> FindAsync(OrderId order) => intents.Find<RefundIntent>((await actors.GetAsync()).Id, KeyOf(order));

    public async Task ForgetAsync(OrderId order) => intents.Forget((await actors.GetAsync()).Id, KeyOf(order));

    internal async Task SignInAsync(RefundIntent intent)
    {
        intents.Keep((await actors.GetAsync()).Id, KeyOf(intent.Order), intent);
        Go($"/orders/{intent.Order}?do=refund");
    }

    /// <summary>What was about to be said in the approval of a case; null when nothing was.</summary>
    public async Task<KeptReason?> FindAsync(Refund refund) => intents.Find<KeptReason>((await actors.GetAsync()).Id, KeyOf(refund));

    /// <summary>Keeps the approval and goes to sign in; the way back leads to the queue, which opens it again.</summary>
    public async Task SignInAsync(Refund refund, KeptReason reason)
    {
        intents.Keep((await actors.GetAsync()).Id, KeyOf(refund), reason);
        Go("/approvals?again=" + Uri.EscapeDataString(refund.RefundId));
    }

    public async Task ForgetAsync(Refund refund) => intents.Forget((await actors.GetAsync()).Id, KeyOf(refund));

    /// <summary>What was about to be said in undoing an order; null when nothing was.</summary>
    internal async Task<UnwindIntent?> FindUndoAsync(OrderId order) => intents.Find<UnwindIntent>((await actors.GetAsync()).Id, UndoOf(order));

    /// <summary>Keeps the undoing and goes to sign in; the way back opens its dialog again.</summary>
    internal async Task SignInAsync(OrderId order, UnwindIntent intent)
    {
        intents.Keep((await actors.GetAsync()).Id, UndoOf(order), intent);
        Go($"/orders/{order}?do=unwind");
    }

    public async Task ForgetUndoAsync(OrderId order) => intents.Forget((await actors.GetAsync()).Id, UndoOf(order));

    private void Go(string back) => navigation.NavigateTo("/sign-in/again?returnUrl=" + Uri.EscapeDataString(back), forceLoad: true);

    private static string KeyOf(OrderId order) => "refund/" + order.Value;

    private static string UndoOf(OrderId order) => "undo/" + order.Value;

    private static string KeyOf(Refund refund) => "approve/" + refund.RefundId;
}
