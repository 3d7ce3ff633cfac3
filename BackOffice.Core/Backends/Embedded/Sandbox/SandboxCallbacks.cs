using BackOffice.Core.Payments;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>Calls back what becomes of a call, and logs whether anybody took it.</summary>
internal sealed class SandboxCallbacks(SandboxFile file, SandboxFiles files, Func<IPaymentCallbacks?> receiver)
{
    /// <summary>The callbacks that overtake an answer, and the one of a fate that comes later.</summary>
    public async Task FollowAsync(EffectKey key, SandboxReply reply, SandboxFaultKind fault, CancellationToken cancellationToken)
    {
        for (var delivery = 1; delivery <= reply.Callbacks; delivery++)
            await SendAsync(new(key, reply.Answer), delivery, cancellationToken);
        if (reply.Fresh && fault is SandboxFaultKind.Pending or SandboxFaultKind.PendingThenFailed or SandboxFaultKind.RequiresAction or SandboxFaultKind.ReversedLater)
            _ = SendLaterAsync(key);
    }

    /// <summary>Delivers and logs; a receiver that fails is the receiver's business, as it would be at a real gateway.</summary>
    private async Task SendAsync(PaymentCallback callback, int delivery, CancellationToken cancellationToken)
    {
        var outcome = "no receiver";
        if (receiver() is { } taker)
        {
            try
            {
                await taker.ReceiveAsync(callback, cancellationToken);
                outcome = "delivered";
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The boundary between two companies' systems: the gateway notes that its callback was not taken, and answers its own call.
                outcome = "failed: " + e.GetType().Name;
            }
        }
        file.LogCallback(callback.Key.ToString(), delivery, outcome);
    }

    /// <summary>The callback of a fate that comes later. A killed process sends none: then a look-up or the list tells.</summary>
    private async Task SendLaterAsync(EffectKey key)
    {
        try
        {
            // A timer may fire some milliseconds before the clock says so, and the fate is read from the clock.
            await Task.Delay(files.Options.LateDelay + TimeSpan.FromMilliseconds(50), files.Clock, files.Stopping);
            if (file.LookUp(key).Answer is LookupFound found)
                await SendAsync(new(key, found.Answer), 1, files.Stopping);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The program stopped meanwhile, and the gateway's file with it.
        }
    }
}
