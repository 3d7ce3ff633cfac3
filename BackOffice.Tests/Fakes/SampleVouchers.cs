using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;

namespace BackOffice.Tests.Fakes;

/// <summary>Plainly invented vouchers.</summary>
internal static class SampleVouchers
{
    public static readonly DateTimeOffset At = new(2026, 11, 23, 2, 41, 2, TimeSpan.Zero);

    public static Voucher Of(VoucherState state, int unit = 1) => new()
    {
        VoucherId = VoucherIds.Of(1, unit), LineId = 1, Unit = unit, CodeHash = new string('a', 64), CodeLast4 = "7KQ2", CodeCipher = "c2VhbGVk", State = state,
        PaidValue = new Money(8_900, "USD"), PromoValue = new Money(12_000, "USD"), PromoExpiresAt = At.AddDays(30), IssuedAt = At, IssuedBy = "GC-4417-0932-1",
        IssuerReference = "vch_0000000001",
    };

    public static Redemption Redemption(string id = "shop|1", DateTimeOffset? at = null) => new(id, "client:shop", at ?? At.AddDays(1), new Money(12_000, "USD"));

    public static IssuedCode Code(char digit) => new(new string(digit, 64), "M4XD", "bmV3", "vch_0000000002");
}
