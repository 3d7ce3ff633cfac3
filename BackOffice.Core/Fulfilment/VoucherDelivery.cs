namespace BackOffice.Core.Fulfilment;

/// <summary>A message that carried a voucher: the proof that it was sent, without the address.</summary>
/// <param name="Operation">The resend's or reissue's id.</param>
/// <param name="At">When the mail gateway accepted it, UTC.</param>
/// <param name="AddressDigest">Keyed digest of the address: tells whether two messages went to one address, and nothing else.</param>
/// <param name="Masked">The address as lists show it.</param>
/// <param name="Reference">The gateway's id of the message.</param>
public sealed record VoucherDelivery(string Operation, DateTimeOffset At, string AddressDigest, string Masked, string? Reference);
