namespace BackOffice.Core.Fulfilment;

/// <summary>A code that the issuer has registered; the code itself is nowhere in it.</summary>
/// <param name="Hash">Keyed hash.</param>
/// <param name="Last4">In clear.</param>
/// <param name="Cipher">For display.</param>
/// <param name="IssuerReference">The issuer's id of the voucher.</param>
public sealed record IssuedCode(string Hash, string Last4, string Cipher, string? IssuerReference);
