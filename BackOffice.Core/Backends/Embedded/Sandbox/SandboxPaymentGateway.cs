using System.Globalization;
using BackOffice.Core.Common;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>
/// Card payments. The card's token decides what goes wrong (<see cref="SandboxInputs"/>); the amounts are guarded here too: a capture is at most what
/// was authorised, in its unit, once an authorisation.
/// </summary>
internal sealed class SandboxPaymentGateway(SandboxFiles files, Func<IPaymentCallbacks?> callbacks) : IPaymentGateway
{
    private const string AuthorisePrefix = "auth";
    private const string CapturePrefix = "cap";
    private const string RefundPrefix = "ref";

    public GatewayTerms Terms => files.Payments.Terms;

    public async Task<GatewayAnswer> AuthoriseAsync(AuthoriseRequest request, CancellationToken cancellationToken)
    {
        var hash = SandboxRequest.HashOf(request.CardToken, Text(request.Amount.Minor), request.Amount.Unit);
        var call = new SandboxRequest("authorise", request.Key, hash, SandboxInputs.Authorise(request.CardToken), AuthorisePrefix);
        var reply = files.Payments.Receive(call, _ => request.Amount.IsPositive
            ? new(new GatewaySucceeded(""), request.Amount.Minor, request.Amount.Unit)
            : new(new GatewayRefused(ErrorCodes.OrderInvalid, "An amount must be above zero.")));

        for (var delivery = 1; delivery <= reply.Callbacks; delivery++)
            await CallBackAsync(new(request.Key, reply.Answer), delivery, cancellationToken);
        return await files.AnswerAsync(reply.Answer, reply.Delay, cancellationToken);
    }

    public Task<GatewayAnswer> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken)
    {
        var hash = SandboxRequest.HashOf(request.AuthorisationId, request.CardToken, Text(request.Amount.Minor), request.Amount.Unit);
        var call = new SandboxRequest("capture", request.Key, hash, SandboxInputs.Capture(request.CardToken), CapturePrefix);
        var reply = files.Payments.Receive(call, _ => Capture(request));
        return files.AnswerAsync(reply.Answer, reply.Delay, cancellationToken);
    }

    public async Task<GatewayAnswer> RefundAsync(RefundPaymentRequest request, CancellationToken cancellationToken)
    {
        var hash = SandboxRequest.HashOf(request.CaptureId, request.CardToken, Text(request.Amount.Minor), request.Amount.Unit);
        var fault = SandboxInputs.Refund(request.CardToken);
        var call = new SandboxRequest("refund", request.Key, hash, fault, RefundPrefix);
        var reply = files.Payments.Receive(call, row => Refund(request, fault.Kind, row));
        for (var delivery = 1; delivery <= reply.Callbacks; delivery++)
            await CallBackAsync(new(request.Key, reply.Answer), delivery, cancellationToken);
        if (reply.Fresh && fault.Kind is SandboxFaultKind.Pending or SandboxFaultKind.PendingThenFailed or SandboxFaultKind.RequiresAction or SandboxFaultKind.ReversedLater)
            _ = CallBackLaterAsync(request.Key);
        return await files.AnswerAsync(reply.Answer, reply.Delay, cancellationToken);
    }

    public Task<Page<GatewayRefund>> RefundsAsync(string? cursor, int limit, CancellationToken cancellationToken)
    {
        var after = cursor is null ? 0 : long.Parse(cursor, NumberStyles.None, CultureInfo.InvariantCulture);
        var rows = files.Payments.Refunds(after, limit);
        return Task.FromResult(new Page<GatewayRefund>(
            [.. rows.Select(row => new GatewayRefund(
                row.Key, row.Reference, new Money(row.Minor, row.Unit), StatusOf(row.State), DateTimeOffset.UnixEpoch.AddTicks(row.At * TimeSpan.TicksPerMicrosecond)))],
            rows.Count == limit ? Text(rows[^1].Row) : null));
    }

    public Task<LookupAnswer> LookUpAsync(EffectKey key, CancellationToken cancellationToken)
    {
        var (answer, delay) = files.Payments.LookUp(key);
        return files.AnswerAsync(answer, delay, cancellationToken);
    }

    private SandboxDecision Capture(CaptureRequest request)
    {
        if (SandboxReference.RowOf(AuthorisePrefix, request.AuthorisationId) is not { } row
            || files.Payments.Effect(row) is not { Operation: "authorise", Outcome: "succeeded" } authorised || !SandboxReference.IsOf(request.Key, authorised.Key))
        {
            return Refuse("There is no such authorisation.");
        }
        if (authorised.UsedBy != 0)
            return Refuse("The authorisation was captured before.");
        if (request.Amount.Unit != authorised.Unit)
            return Refuse("The authorisation is in another currency.");
        if (!request.Amount.IsPositive || request.Amount.Minor > authorised.Minor)
            return Refuse("The amount must be above zero and at most what was authorised.");
        return new(new GatewaySucceeded(""), request.Amount.Minor, request.Amount.Unit, row);
    }

    /// <summary>The gateway's own ceiling: all that went back of a capture, or may yet, is at most what was captured.</summary>
    private SandboxDecision Refund(RefundPaymentRequest request, SandboxFaultKind kind, long row)
    {
        if (SandboxReference.RowOf(CapturePrefix, request.CaptureId) is not { } capture
            || files.Payments.Effect(capture) is not { Operation: "capture", Outcome: "succeeded" } captured || !SandboxReference.IsOf(request.Key, captured.Key))
        {
            return RefuseRefund("There is no such capture.");
        }
        if (request.Amount.Unit != captured.Unit)
            return RefuseRefund("The capture is in another currency.");
        if (!request.Amount.IsPositive || request.Amount.Minor > captured.Minor - files.Payments.RefundedOf(capture))
            return RefuseRefund("The amount must be above zero and at most what is left of the capture.");
        var (first, later) = kind switch
        {
            SandboxFaultKind.Pending => ("pending", "succeeded"),
            SandboxFaultKind.PendingThenFailed => ("pending", "failed"),
            SandboxFaultKind.RequiresAction => ("requires_action", "failed"),
            SandboxFaultKind.ReversedLater => ("succeeded", "reversed"),
            _ => ("succeeded", "succeeded"),
        };
        files.Payments.KeepRefund(row, capture, request.Amount.Minor, first, later);
        return new(new GatewaySucceeded(""), request.Amount.Minor, request.Amount.Unit);
    }

    /// <summary>The callback of a fate that comes later. A killed process sends none: then a look-up or the list tells.</summary>
    private async Task CallBackLaterAsync(EffectKey key)
    {
        try
        {
            // A timer may fire some milliseconds before the clock says so, and the fate is read from the clock.
            await Task.Delay(files.Options.LateDelay + TimeSpan.FromMilliseconds(50), files.Clock, files.Stopping);
            if (files.Payments.LookUp(key).Answer is LookupFound found)
                await CallBackAsync(new(key, found.Answer), 1, files.Stopping);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            // The program stopped meanwhile, and the gateway's file with it.
        }
    }

    private static GatewayRefundStatus StatusOf(string state) => state switch
    {
        "succeeded" => GatewayRefundStatus.Succeeded,
        "failed" => GatewayRefundStatus.Failed,
        "reversed" => GatewayRefundStatus.Reversed,
        _ => GatewayRefundStatus.Pending,
    };

    private static SandboxDecision RefuseRefund(string message) => new(new GatewayRefused(ErrorCodes.RefundRefused, message));

    /// <summary>Delivers and logs; a receiver that fails is the receiver's business, as it would be at a real gateway.</summary>
    private async Task CallBackAsync(PaymentCallback callback, int delivery, CancellationToken cancellationToken)
    {
        var outcome = "no receiver";
        if (callbacks() is { } receiver)
        {
            try
            {
                await receiver.ReceiveAsync(callback, cancellationToken);
                outcome = "delivered";
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The boundary between two companies' systems: the gateway notes that its callback was not taken, and answers its own call.
                outcome = "failed: " + e.GetType().Name;
            }
        }
        files.Payments.LogCallback(callback.Key.ToString(), delivery, outcome);
    }

    private static SandboxDecision Refuse(string message) => new(new GatewayRefused(ErrorCodes.CaptureRefused, message));

    private static string Text(long minor) => minor.ToString(CultureInfo.InvariantCulture);
}
