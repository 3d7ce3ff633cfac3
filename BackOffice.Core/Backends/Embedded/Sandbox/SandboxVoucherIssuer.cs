using System.Globalization;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Payments;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>The merchant's register of vouchers. The offer's prefix decides what goes wrong (<see cref="SandboxInputs"/>).</summary>
internal sealed class SandboxVoucherIssuer(SandboxFiles files) : IVoucherIssuer
{
    public GatewayTerms Terms => files.Vouchers.Terms;

    public Task<GatewayAnswer> IssueAsync(IssueRequest request, CancellationToken cancellationToken)
    {
        var hash = SandboxRequest.HashOf(
            request.OfferId, request.UnitId, request.CodeHash, request.PaidValue.Minor.ToString(CultureInfo.InvariantCulture), request.PaidValue.Unit);
        var call = new SandboxRequest("issue", request.Key, hash, SandboxInputs.Issue(request.OfferId), "vch");
        var reply = files.Vouchers.Receive(call, _ => new(new GatewaySucceeded(""), request.PaidValue.Minor, request.PaidValue.Unit));
        return files.AnswerAsync(reply.Answer, reply.Delay, cancellationToken);
    }

    public Task<LookupAnswer> LookUpAsync(EffectKey key, CancellationToken cancellationToken)
    {
        var (answer, delay) = files.Vouchers.LookUp(key);
        return files.AnswerAsync(answer, delay, cancellationToken);
    }
}
