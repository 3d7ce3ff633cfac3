using BackOffice.Core.Common;

namespace BackOffice.Core.Payments;

/// <summary>Scores an order. The answer's result is <see cref="FraudVerdict"/> as JSON.</summary>
public interface IFraudGateway
{
    GatewayTerms Terms { get; }

    Task<GatewayAnswer> ScanAsync(FraudRequest request, CancellationToken cancellationToken);

    Task<LookupAnswer> LookUpAsync(EffectKey key, CancellationToken cancellationToken);
}

public sealed record FraudRequest(EffectKey Key, string Email, string? UserGuid, string CardToken, Money Amount, string City);

/// <param name="Score">0 to 100; above the limit of configuration a person looks.</param>
/// <param name="Reject">The scanner's own definite no.</param>
public sealed record FraudVerdict(int Score, bool Reject, IReadOnlyList<string> Reasons);
