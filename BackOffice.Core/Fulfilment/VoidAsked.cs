namespace BackOffice.Core.Fulfilment;

/// <summary>A void that was begun: the voucher is suspended, and dies when the issuer has confirmed it.</summary>
/// <param name="Operation">The refund's, void's or reissue's id: the operation of the effect at the issuer.</param>
/// <param name="Reason">For people.</param>
/// <param name="At">UTC.</param>
public sealed record VoidAsked(string Operation, string Reason, DateTimeOffset At);
