using System.Globalization;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Payments;
using BackOffice.Core.Pipeline;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>The merchant's register of vouchers. The offer's prefix decides what goes wrong (<see cref="SandboxInputs"/>).</summary>
internal sealed class SandboxVoucherIssuer(SandboxFiles files) : IVoucherIssuer
{
    private const string Prefix = "vch";

    public GatewayTerms Terms => files.Vouchers.Terms;

    public Task<GatewayAnswer> IssueAsync(IssueRequest request, CancellationToken cancellationToken)
    {
        var hash = SandboxRequest.HashOf(
            request.OfferId, request.UnitId, request.CodeHash, request.PaidValue.Minor.ToString(CultureInfo.InvariantCulture), request.PaidValue.Unit);
        var call = new SandboxRequest("issue", request.Key, hash, SandboxInputs.Issue(request.OfferId), Prefix);
        var reply = files.Vouchers.Receive(call, _ => new(new GatewaySucceeded(""), request.PaidValue.Minor, request.PaidValue.Unit));
        return files.AnswerAsync(reply.Answer, reply.Delay, cancellationToken);
    }

    public Task<GatewayAnswer> VoidAsync(VoidVoucherRequest request, CancellationToken cancellationToken)
    {
        var hash = SandboxRequest.HashOf(request.OfferId, request.CodeHash, request.IssuerReference);
        var call = new SandboxRequest("void", request.Key, hash, SandboxInputs.Void(request.OfferId), "vvd");
        var reply = files.Vouchers.Receive(call, _ => Void(request));
        return files.AnswerAsync(reply.Answer, reply.Delay, cancellationToken);
    }

    public Task<LookupAnswer> LookUpAsync(EffectKey key, CancellationToken cancellationToken)
    {
        var (answer, delay) = files.Vouchers.LookUp(key);
        return files.AnswerAsync(answer, delay, cancellationToken);
    }

    /// <summary>The register knows what it issued; what is void already is void.</summary>
    private SandboxDecision Void(VoidVoucherRequest request)
    {
        if (request.IssuerReference is not { } reference || SandboxReference.RowOf(Prefix, reference) is not { } row
            || files.Vouchers.Effect(row) is not { Operation: "issue", Outcome: "succeeded" } issued || !SandboxReference.IsOf(request.Key, issued.Key))
        {
            return new(new GatewayRefused(ErrorCodes.VoucherRefused, "There is no such voucher."));
        }

        return issued.UsedBy != 0 ? new(new GatewaySucceeded("")) : new(new GatewaySucceeded(""), Uses: row);
    }
}
