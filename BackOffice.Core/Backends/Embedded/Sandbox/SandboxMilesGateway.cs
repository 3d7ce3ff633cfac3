using System.Globalization;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Payments;
using BackOffice.Core.Payments.Miles;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>
/// A loyalty programme with accounts in lots. The member's number decides what goes wrong (<see cref="SandboxInputs"/>); what is given back of a redemption is
/// guarded here too.
/// </summary>
internal sealed class SandboxMilesGateway(SandboxFiles files, Func<IPaymentCallbacks?> callbacks) : IMilesGateway
{
    public const string RedeemPrefix = "mil";
    public const string RecreditPrefix = "rec";
    private readonly SandboxCallbacks _callbacks = new(files.Miles, files, callbacks);

    public GatewayTerms Terms => files.Miles.Terms;

    public Task<GatewayAnswer> RedeemAsync(RedeemMilesRequest request, CancellationToken cancellationToken)
    {
        var hash = SandboxRequest.HashOf(request.Member, Text(request.Amount.Minor), request.Amount.Unit);
        var reply = files.Miles.Receive(new SandboxRequest("redeem", request.Key, hash, SandboxInputs.Redeem(request.Member), RedeemPrefix), row => Redeem(request, row));
        return files.AnswerAsync(reply.Answer, reply.Delay, cancellationToken);
    }

    public async Task<GatewayAnswer> RecreditAsync(RecreditMilesRequest request, CancellationToken cancellationToken)
    {
        var hash = SandboxRequest.HashOf(request.RedemptionId, request.Member, Text(request.Amount.Minor), request.Amount.Unit);
        var fault = SandboxInputs.Recredit(request.Member);
        var reply = files.Miles.Receive(new SandboxRequest("recredit", request.Key, hash, fault, RecreditPrefix), row => Recredit(request, fault.Kind, row));
        await _callbacks.FollowAsync(request.Key, reply, fault.Kind, cancellationToken);
        return await files.AnswerAsync(reply.Answer, reply.Delay, cancellationToken);
    }

    public Task<Page<GatewayMiles>> MovementsAsync(string? cursor, int limit, CancellationToken cancellationToken)
    {
        var after = cursor is null ? 0 : long.Parse(cursor, NumberStyles.None, CultureInfo.InvariantCulture);
        var rows = files.Miles.Movements(after, limit);
        return Task.FromResult(new Page<GatewayMiles>(
            [.. rows.Select(row => new GatewayMiles(
                row.Key, row.Reference, row.Operation == "recredit", new Money(row.Minor, row.Unit), SandboxFile.StatusOf(row.State),
                DateTimeOffset.UnixEpoch.AddTicks(row.At * TimeSpan.TicksPerMicrosecond)))],
            rows.Count == limit ? Text(rows[^1].Row) : null));
    }

    public Task<LookupAnswer> LookUpAsync(EffectKey key, CancellationToken cancellationToken)
    {
        var (answer, delay) = files.Miles.LookUp(key);
        return files.AnswerAsync(answer, delay, cancellationToken);
    }

    private SandboxDecision Redeem(RedeemMilesRequest request, long row)
    {
        if (!request.Amount.IsPositive || request.Amount.Unit != Money.Miles)
            return Refuse("Whole miles above zero are redeemed.");
        if (files.Miles.TakeMiles(row, request.Member, request.Amount.Minor) is not { } lots)
            return new(new GatewayRefused(ErrorCodes.MilesInsufficient, "The member has not so many miles."));
        var taken = new MilesRedeemed([.. lots.Select(lot => new MilesLot(lot.Miles, lot.ExpiresOn))]);
        return new(new GatewaySucceeded("", JsonSerializer.Serialize(taken, StoreJson.Default.MilesRedeemed)), request.Amount.Minor, request.Amount.Unit);
    }

    /// <summary>The programme's own ceiling: all that was given back of a redemption, or may yet be, is at most what was redeemed.</summary>
    private SandboxDecision Recredit(RecreditMilesRequest request, SandboxFaultKind kind, long row)
    {
        if (SandboxReference.RowOf(RedeemPrefix, request.RedemptionId) is not { } redemption
            || files.Miles.Effect(redemption) is not { Operation: "redeem", Outcome: "succeeded" } redeemed)
        {
            return Refuse("There is no such redemption.");
        }
        if (request.Amount.Unit != redeemed.Unit || !request.Amount.IsPositive || request.Amount.Minor > redeemed.Minor - files.Miles.RefundedOf(redemption))
            return Refuse("The miles must be above zero and at most what is left of the redemption.");
        var (back, expired) = files.Miles.GiveMilesBack(row, redemption, request.Member, request.Amount.Minor);
        files.Miles.KeepRefund(row, redemption, request.Amount.Minor, kind);
        return new(
            new GatewaySucceeded("", JsonSerializer.Serialize(new MilesRecredited(back, expired), StoreJson.Default.MilesRecredited)), request.Amount.Minor, request.Amount.Unit);
    }

    private static SandboxDecision Refuse(string message) => new(new GatewayRefused(ErrorCodes.MilesRefused, message));

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
