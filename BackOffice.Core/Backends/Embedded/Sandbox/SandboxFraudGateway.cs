using System.Globalization;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Payments;

namespace BackOffice.Core.Backends.Embedded.Sandbox;

/// <summary>
/// The fraud scanner: a score by rules of its own, the same for the same request. Tags of the e-mail raise it to a review or a rejection, or break the
/// wire (<see cref="SandboxInputs"/>).
/// </summary>
internal sealed class SandboxFraudGateway(SandboxFiles files) : IFraudGateway
{
    private const int ReviewScore = 80;
    private const int RejectScore = 99;

    public GatewayTerms Terms => files.Fraud.Terms;

    public Task<GatewayAnswer> ScanAsync(FraudRequest request, CancellationToken cancellationToken)
    {
        var hash = SandboxRequest.HashOf(
            request.Email, request.UserGuid, request.CardToken, request.Amount.Minor.ToString(CultureInfo.InvariantCulture), request.Amount.Unit, request.City);
        var call = new SandboxRequest("scan", request.Key, hash, SandboxInputs.Scan(request.Email), "scan");
        var reply = files.Fraud.Receive(call, _ => new(
            new GatewaySucceeded("", JsonSerializer.Serialize(Score(request), StoreJson.Default.FraudVerdict)), request.Amount.Minor, request.Amount.Unit));
        return files.AnswerAsync(reply.Answer, reply.Delay, cancellationToken);
    }

    public Task<LookupAnswer> LookUpAsync(EffectKey key, CancellationToken cancellationToken)
    {
        var (answer, delay) = files.Fraud.LookUp(key);
        return files.AnswerAsync(answer, delay, cancellationToken);
    }

    /// <summary>5 for everybody, 15 for a guest, up to 30 for the amount: at most 50 without a tag.</summary>
    internal static FraudVerdict Score(FraudRequest request)
    {
        List<string> reasons = [];
        var score = 5;
        if (request.UserGuid is null)
        {
            score += 15;
            reasons.Add("The customer is a guest.");
        }
        var major = request.Amount.Minor / (long)Math.Pow(10, Currencies.MinorDigits(request.Amount.Unit));
        var byAmount = (int)Math.Min(30, major / 100);
        score += byAmount;
        if (byAmount >= 10)
            reasons.Add("The amount is high.");
        if (SandboxInputs.ScanReviews(request.Email))
        {
            score = Math.Max(score, ReviewScore);
            reasons.Add("The e-mail address was seen with several cards today.");
        }
        var reject = SandboxInputs.ScanRejects(request.Email);
        if (reject)
        {
            score = RejectScore;
            reasons.Add("The card is on a list of stolen cards.");
        }
        return new(score, reject, reasons);
    }
}
