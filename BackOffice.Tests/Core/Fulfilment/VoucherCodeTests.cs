using System.Security.Cryptography;
using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;

namespace BackOffice.Tests.Core.Fulfilment;

public sealed class VoucherCodeTests
{
    [Fact]
    public void New_Always_HasARightCheckCharacter()
    {
        for (var i = 0; i < 1_000; i++)
            Assert.True(VoucherCode.CheckIsRight(VoucherCode.Normalise(VoucherCode.New())!));
    }

    [Fact]
    public void CheckIsRight_AnySingleWrongCharacter_IsFound()
    {
        var code = VoucherCode.Normalise(VoucherCode.New())!;
        for (var at = 0; at < code.Length; at++)
        {
            foreach (var wrong in Crockford.Digits.Where(digit => digit != code[at]))
                Assert.False(VoucherCode.CheckIsRight(code[..at] + wrong + code[(at + 1)..]));
        }
    }

    [Theory]
    [InlineData("glt-7kq2 m4xd-93tv-0", "7KQ2M4XD93TV0")]
    [InlineData("7kq2m4xdo3tvl", "7KQ2M4XD03TV1")]
    [InlineData("7KQ2-M4XD-93TV", null)]
    [InlineData("7KQ2-M4XD-93TU-0", null)]
    [InlineData("", null)]
    public void Normalise_WhatPeopleType_IsReadAsMeant(string typed, string? expected) => Assert.Equal(expected, VoucherCode.Normalise(typed));

    [Fact]
    public void Vault_SealAndOpen_GivesTheCodeBack_AndNotices_AChange()
    {
        var vault = new VoucherVault(RandomNumberGenerator.GetBytes(VoucherVault.KeyBytes));
        var code = VoucherCode.New();
        var cipher = vault.Seal(code);

        Assert.Equal(code, vault.Open(cipher));
        Assert.DoesNotContain(code[4..8], cipher, StringComparison.Ordinal);
        var bytes = Convert.FromBase64String(cipher);
        bytes[^1] ^= 1;
        Assert.ThrowsAny<CryptographicException>(() => vault.Open(Convert.ToBase64String(bytes)));
    }
}
