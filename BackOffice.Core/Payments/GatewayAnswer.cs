namespace BackOffice.Core.Payments;

/// <summary>What a gateway call taught us. A timeout, a reset, a 5xx or garbage is <see cref="GatewayUnknown"/>, never a refusal.</summary>
public abstract record GatewayAnswer;

/// <summary>Done, with the gateway's reference and what the step keeps, JSON text.</summary>
public sealed record GatewaySucceeded(string ExternalId, string? ResultJson = null) : GatewayAnswer;

/// <summary>The gateway's own definite no: nothing happened and the same attempt never will. <paramref name="Code"/> is one of <see cref="Pipeline.ErrorCodes"/>.</summary>
public sealed record GatewayRefused(string Code, string Message) : GatewayAnswer;

/// <summary>Proved not executed, and the same key may be sent again: busy, throttled, connection refused.</summary>
public sealed record GatewayNotExecuted(string Code, string Message, TimeSpan? RetryAfter = null) : GatewayAnswer;

/// <summary>Sent, and no usable answer.</summary>
public sealed record GatewayUnknown(string Message) : GatewayAnswer;

/// <summary>Accepted and not finished: <paramref name="Status"/> is the gateway's word (<c>pending</c>, <c>requires_action</c>). A callback or a look-up tells the end.</summary>
public sealed record GatewayPending(string ExternalId, string Status) : GatewayAnswer;

/// <summary>It had succeeded, and the gateway has taken it back since: the money is with us again.</summary>
public sealed record GatewayReversed(string Message) : GatewayAnswer;

/// <summary>What a look-up by our key found.</summary>
public abstract record LookupAnswer;

/// <summary>The gateway knows the key; <paramref name="Answer"/> is Succeeded, Refused, Pending or Reversed.</summary>
public sealed record LookupFound(GatewayAnswer Answer) : LookupAnswer;

/// <summary>The gateway does not know the key: permits only sending the same key again.</summary>
public sealed record LookupNotFound : LookupAnswer;

/// <summary>The look-up itself had no answer.</summary>
public sealed record LookupUnavailable(string Message) : LookupAnswer;

/// <summary>What a gateway promises about its keys; the ledger never trusts more than this.</summary>
/// <param name="KeyLifetime">How long after its first use a key still returns its first answer.</param>
/// <param name="CanLookUp">Whether it can be asked by our key.</param>
public sealed record GatewayTerms(TimeSpan KeyLifetime, bool CanLookUp);
