namespace BackOffice.Core.Fulfilment;

/// <summary>Both ends of a reissue, to be written in one commit, the old one first.</summary>
public sealed record ReissuedVoucher(Voucher Old, Voucher Successor);
