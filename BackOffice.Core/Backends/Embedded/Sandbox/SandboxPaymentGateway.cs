using System.Globalization;
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
        var call = new SandboxRequest("capture", request.Key, hash, SandboxInputs.Capture(request.CardToken), "cap");
        var reply = files.Payments.Receive(call, _ => Capture(request));
        return files.AnswerAsync(reply.Answer, reply.Delay, cancellationToken);
    }

    public Task<LookupAnswer> LookUpAsync(EffectKey key, CancellationToken cancellationToken)
    {
        var (answer, delay) = files.Payments.LookUp(key);
        return files.AnswerAsync(answer, delay, cancellationToken);
    }

    private SandboxDecision Capture(CaptureRequest request)
    {
        if (SandboxReference.RowOf(AuthorisePrefix, request.AuthorisationId) is not { } row
            || files.Payments.Effect(row) is not { Operation: "authorise", Outcome: "succeeded" } authorised)
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
