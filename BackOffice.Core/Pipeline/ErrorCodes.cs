namespace BackOffice.Core.Pipeline;

/// <summary>What automation may do about an error.</summary>
public enum ErrorClass
{
    /// <summary>The workflow retries it, then the fallback does.</summary>
    Retryable,

    /// <summary>Automation stops; a person may decide otherwise.</summary>
    Final,

    /// <summary>In no Retry; waits for the reconciler.</summary>
    Unknown,

    /// <summary>Somebody else has the order; nobody retries it.</summary>
    LeaseLost,
}

/// <summary>Every error a step can end with, and its class: the one table.</summary>
public static class ErrorCodes
{
    public const string GatewayUnavailable = "Gateway.Unavailable";
    public const string GatewayBusy = "Gateway.Busy";
    public const string StoreUnavailable = "Store.Unavailable";

    /// <summary>AWS's name for a worker that was lost.</summary>
    public const string HeartbeatTimeout = "States.HeartbeatTimeout";
    public const string Timeout = "States.Timeout";

    public const string CardDeclined = "Card.Declined";
    public const string CardInsufficientFunds = "Card.InsufficientFunds";
    public const string CardExpired = "Card.Expired";
    public const string FraudRejected = "Fraud.Rejected";
    public const string OrderCancelled = "Order.Cancelled";
    public const string OrderInvalid = "Order.Invalid";
    public const string VoucherRefused = "Voucher.Refused";

    /// <summary>The issuer refuses a void because the merchant has redeemed the voucher, off-line and not yet reported.</summary>
    public const string VoucherRedeemed = "Voucher.Redeemed";
    public const string AddressRefused = "Mail.AddressRefused";

    /// <summary>The gateway refused a capture: no such authorisation, captured before, or more than was authorised.</summary>
    public const string CaptureRefused = "Capture.Refused";

    /// <summary>The gateway refused to release an authorisation: no such one, or it was captured.</summary>
    public const string ReleaseRefused = "Release.Refused";

    /// <summary>The member has not so many miles.</summary>
    public const string MilesInsufficient = "Miles.Insufficient";

    /// <summary>The programme refused: no such member or redemption, or more than is left of it.</summary>
    public const string MilesRefused = "Miles.Refused";

    /// <summary>The gateway refused a refund: more than was captured, no such capture, or the card cannot take it.</summary>
    public const string RefundRefused = "Refund.Refused";

    /// <summary>The gateway undid a refund that it had reported as done.</summary>
    public const string RefundReversed = "Refund.Reversed";

    /// <summary>A person showed that a call did not take effect.</summary>
    public const string AttestedNotDone = "Attested.NotDone";

    /// <summary>The gateway knows the key with another request: a bug of ours, and what the first request did may stand. Look up.</summary>
    public const string KeyMismatch = "Gateway.KeyMismatch";

    public const string EffectUnknown = "EffectUnknown";
    public const string LeaseLost = "LeaseLost";

    /// <summary>Every code there is, retryable ones first.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        GatewayUnavailable, GatewayBusy, StoreUnavailable, HeartbeatTimeout, Timeout, CardDeclined, CardInsufficientFunds, CardExpired, FraudRejected, OrderCancelled,
        OrderInvalid, VoucherRefused, VoucherRedeemed, AddressRefused, CaptureRefused, ReleaseRefused, MilesInsufficient, MilesRefused, RefundRefused, RefundReversed, AttestedNotDone, KeyMismatch, EffectUnknown, LeaseLost,
    ];

    /// <summary>The class of an error; one that is not in the table is final, because nobody has thought about repeating it.</summary>
    public static ErrorClass Classify(string? code) => code switch
    {
        GatewayUnavailable or GatewayBusy or StoreUnavailable or HeartbeatTimeout or Timeout => ErrorClass.Retryable,
        EffectUnknown => ErrorClass.Unknown,
        LeaseLost => ErrorClass.LeaseLost,
        _ => ErrorClass.Final,
    };

    /// <summary>True when a person's retry may make a new attempt (a new key): the gateway itself refused the one before for good, or a person showed that it did not happen.</summary>
    public static bool AllowsNewAttempt(string? code) => code is AttestedNotDone or CardDeclined or CardInsufficientFunds or CardExpired or MilesInsufficient or VoucherRefused or AddressRefused;
}
