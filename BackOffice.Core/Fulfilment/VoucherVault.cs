using System.Security.Cryptography;
using System.Text;

namespace BackOffice.Core.Fulfilment;

/// <summary>Hashes codes for look-up and seals them for display, under keys of the data folder. A code is bearer money: it is never stored or logged in clear.</summary>
public sealed class VoucherVault
{
    public const int KeyBytes = 64;
    private readonly byte[] _hashKey;
    private readonly byte[] _sealKey;

    /// <param name="key">64 random bytes: half for the hash, half for the seal.</param>
    public VoucherVault(ReadOnlySpan<byte> key)
    {
        if (key.Length != KeyBytes)
            throw new ArgumentException($"The voucher key has {KeyBytes} bytes.", nameof(key));
        _hashKey = key[..32].ToArray();
        _sealKey = key[32..].ToArray();
    }

    /// <summary>HMAC-SHA-256 of the normalised code, hex.</summary>
    public string HashOf(string code) => Convert.ToHexStringLower(
        HMACSHA256.HashData(_hashKey, Encoding.ASCII.GetBytes(VoucherCode.Normalise(code) ?? throw new ArgumentException("Not a voucher code.", nameof(code)))));

    /// <summary>Keyed digest of an address: tells whether two messages went to one address, and nothing else. HMAC-SHA-256, hex, its first half.</summary>
    public string DigestOf(string address) => Convert.ToHexStringLower(
        HMACSHA256.HashData(_hashKey, Encoding.UTF8.GetBytes("address|" + Orders.KeyNormaliser.Email(address))).AsSpan(0, 16));

    /// <summary>AES-256-GCM: nonce, tag, ciphertext, base 64.</summary>
    public string Seal(string code)
    {
        var plain = Encoding.ASCII.GetBytes(code);
        var sealedCode = new byte[12 + 16 + plain.Length];
        RandomNumberGenerator.Fill(sealedCode.AsSpan(0, 12));
        using var aes = new AesGcm(_sealKey, 16);
        aes.Encrypt(sealedCode.AsSpan(0, 12), plain, sealedCode.AsSpan(28), sealedCode.AsSpan(12, 16));
        return Convert.ToBase64String(sealedCode);
    }

    /// <summary>The code as it was; CryptographicException when the text was changed or sealed under another key.</summary>
    public string Open(string cipher)
    {
        var sealedCode = Convert.FromBase64String(cipher);
        var plain = new byte[sealedCode.Length - 28];
        using var aes = new AesGcm(_sealKey, 16);
        aes.Decrypt(sealedCode.AsSpan(0, 12), sealedCode.AsSpan(28), sealedCode.AsSpan(12, 16), plain);
        return Encoding.ASCII.GetString(plain);
    }
}
