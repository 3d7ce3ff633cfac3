using BackOffice.Core.Common;

namespace BackOffice.Core.Payments;

/// <summary>Card payments. Every call carries the effect key as idempotency key and in its metadata.</summary>
public interface IPaymentGateway
{
    GatewayTerms Terms { get; }

    Task<GatewayAnswer> AuthoriseAsync(AuthoriseRequest request, CancellationToken cancellationToken);

    Task<GatewayAnswer> CaptureAsync(CaptureRequest request, CancellationToken cancellationToken);

    /// <summary>Gives money of a capture back. All refunds of a capture together are at most what was captured; the gateway guards it too.</summary>
    Task<GatewayAnswer> RefundAsync(RefundPaymentRequest request, CancellationToken cancellationToken);

    /// <summary>Lets an authorisation go that was not captured. One that is released stays so: another key for it is answered with success.</summary>
    Task<GatewayAnswer> ReleaseAsync(ReleaseRequest request, CancellationToken cancellationToken);

    /// <summary>All refunds the gateway knows, oldest first, as they are now: what our ledger is compared with. Failed ones of the card network included.</summary>
    Task<Page<GatewayRefund>> RefundsAsync(string? cursor, int limit, CancellationToken cancellationToken);

    /// <summary>By our key, whatever operation it named.</summary>
    Task<LookupAnswer> LookUpAsync(EffectKey key, CancellationToken cancellationToken);
}

/// <param name="Key">Idempotency key.</param>
/// <param name="CardToken">The tender's token.</param>
/// <param name="Amount">What to reserve.</param>
public sealed record AuthoriseRequest(EffectKey Key, string CardToken, Money Amount);

/// <param name="Key">Idempotency key.</param>
/// <param name="AuthorisationId">The reference the authorisation got.</param>
/// <param name="Amount">At most what was authorised.</param>
public sealed record CaptureRequest(EffectKey Key, string AuthorisationId, string CardToken, Money Amount);

/// <param name="Key">Idempotency key; the refund's id and the leg are in it, and the gateway keeps it beside the refund.</param>
/// <param name="CaptureId">The reference the capture got.</param>
/// <param name="CardToken">The tender's token.</param>
/// <param name="Amount">Above zero, in the capture's unit.</param>
public sealed record RefundPaymentRequest(EffectKey Key, string CaptureId, string CardToken, Money Amount);

/// <param name="Key">Idempotency key.</param>
/// <param name="AuthorisationId">The reference the authorisation got.</param>
/// <param name="CardToken">The tender's token.</param>
/// <param name="Amount">All that was authorised.</param>
public sealed record ReleaseRequest(EffectKey Key, string AuthorisationId, string CardToken, Money Amount);

/// <summary>How a refund stands at the gateway.</summary>
public enum GatewayRefundStatus
{
    Pending,
    Succeeded,
    Failed,

    /// <summary>It had succeeded; the money came back.</summary>
    Reversed,
}

/// <param name="Key">Our effect key, which it was made with.</param>
/// <param name="Reference">The gateway's own.</param>
/// <param name="Amount">What went back.</param>
/// <param name="Status">Now.</param>
/// <param name="At">When it was made, UTC.</param>
public sealed record GatewayRefund(string Key, string Reference, Money Amount, GatewayRefundStatus Status, DateTimeOffset At);
