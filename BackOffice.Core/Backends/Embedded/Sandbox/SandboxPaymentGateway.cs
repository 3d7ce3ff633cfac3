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
    private const string ReleasePrefix = "rel";
    private readonly SandboxCallbacks _callbacks = new(files.Payments, files, callbacks);

    public GatewayTerms Terms => files.Payments.Terms;

    public async Task<GatewayAnswer> AuthoriseAsync(AuthoriseRequest request, CancellationToken cancellationToken)
    {
        var hash = SandboxRequest.HashOf(request.CardToken, Text(request.Amount.Minor), request.Amount.Unit);
        var call = new SandboxRequest("authorise", request.Key, hash, SandboxInputs.Authorise(request.CardToken), AuthorisePrefix);
        var reply = files.Payments.Receive(call, _ => request.Amount.IsPositive
            ? new(new GatewaySucceeded(""), request.Amount.Minor, request.Amount.Unit)
            : new(new GatewayRefused(ErrorCodes.OrderInvalid, "An amount must be above zero.")));

        await _callbacks.FollowAsync(request.Key, reply, call.Fault.Kind, cancellationToken);
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
        await _callbacks.FollowAsync(request.Key, reply, fault.Kind, cancellationToken);
        return await files.AnswerAsync(reply.Answer, reply.Delay, cancellationToken);
    }

    public Task<GatewayAnswer> ReleaseAsync(ReleaseRequest request, CancellationToken cancellationToken)
    {
        var hash = SandboxRequest.HashOf(request.AuthorisationId, request.CardToken, Text(request.Amount.Minor), request.Amount.Unit);
        var reply = files.Payments.Receive(new SandboxRequest("release", request.Key, hash, SandboxInputs.Release(request.CardToken), ReleasePrefix), _ => Release(request));
        return files.AnswerAsync(reply.Answer, reply.Delay, cancellationToken);
    }

    public Task<Page<GatewayRefund>> RefundsAsync(string? cursor, int limit, CancellationToken cancellationToken)
    {
        var after = cursor is null ? 0 : long.Parse(cursor, NumberStyles.None, CultureInfo.InvariantCulture);
        var rows = files.Payments.Refunds(after, limit);
        return Task.FromResult(new Page<GatewayRefund>(
            [.. rows.Select(row => new GatewayRefund(
                row.Key, row.Reference, new Money(row.Minor, row.Unit), SandboxFile.StatusOf(row.State), DateTimeOffset.UnixEpoch.AddTicks(row.At * TimeSpan.TicksPerMicrosecond)))],
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
            || files.Payments.Effect(row) is not { Operation: "authorise", Outcome: "succeeded" } authorised)
        {
            return Refuse("There is no such authorisation.");
        }
        if (authorised.UsedBy != 0)
            return Refuse(files.Payments.Effect(authorised.UsedBy)?.Operation == "release" ? "The authorisation was released." : "The authorisation was captured before.");
        if (request.Amount.Unit != authorised.Unit)
            return Refuse("The authorisation is in another currency.");
        if (!request.Amount.IsPositive || request.Amount.Minor > authorised.Minor)
            return Refuse("The amount must be above zero and at most what was authorised.");
        return new(new GatewaySucceeded(""), request.Amount.Minor, request.Amount.Unit, row);
    }

    /// <summary>Once captured it is never released; released twice is released.</summary>
    private SandboxDecision Release(ReleaseRequest request)
    {
        if (SandboxReference.RowOf(AuthorisePrefix, request.AuthorisationId) is not { } row
            || files.Payments.Effect(row) is not { Operation: "authorise", Outcome: "succeeded" } authorised)
        {
            return RefuseRelease("There is no such authorisation.");
        }
        if (request.Amount.Unit != authorised.Unit || request.Amount.Minor != authorised.Minor)
            return RefuseRelease("All that was authorised is released, or nothing.");
        if (authorised.UsedBy == 0)
            return new(new GatewaySucceeded(""), request.Amount.Minor, request.Amount.Unit, row);
        return files.Payments.Effect(authorised.UsedBy)?.Operation == "release"
            ? new(new GatewaySucceeded(""), request.Amount.Minor, request.Amount.Unit)
            : RefuseRelease("The authorisation was captured.");
    }

    /// <summary>The gateway's own ceiling: all that went back of a capture, or may yet, is at most what was captured.</summary>
    private SandboxDecision Refund(RefundPaymentRequest request, SandboxFaultKind kind, long row)
    {
        if (SandboxReference.RowOf(CapturePrefix, request.CaptureId) is not { } capture
            || files.Payments.Effect(capture) is not { Operation: "capture", Outcome: "succeeded" } captured)
        {
            return RefuseRefund("There is no such capture.");
        }
        if (request.Amount.Unit != captured.Unit)
            return RefuseRefund("The capture is in another currency.");
        if (!request.Amount.IsPositive || request.Amount.Minor > captured.Minor - files.Payments.RefundedOf(capture))
            return RefuseRefund("The amount must be above zero and at most what is left of the capture.");
        files.Payments.KeepRefund(row, capture, request.Amount.Minor, kind);
        return new(new GatewaySucceeded(""), request.Amount.Minor, request.Amount.Unit);
    }

    private static SandboxDecision RefuseRelease(string message) => new(new GatewayRefused(ErrorCodes.ReleaseRefused, message));

    private static SandboxDecision RefuseRefund(string message) => new(new GatewayRefused(ErrorCodes.RefundRefused, message));

    private static SandboxDecision Refuse(string message) => new(new GatewayRefused(ErrorCodes.CaptureRefused, message));

    private static string Text(long minor) => minor.ToString(CultureInfo.InvariantCulture);
}
