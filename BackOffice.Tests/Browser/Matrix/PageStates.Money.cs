using BackOffice.Core.Fulfilment;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Browser.Matrix;

/// <summary>The proof of the money, and a voucher's call of which nobody knows the outcome.</summary>
internal static partial class PageStates
{
    private static PageState[] Proof() =>
    [
        At("money", "/money"),
        At("money-red", "/money") with { Prepare = ShowRed },
        At("money-sound", "/money") with { Prepare = host => host.Money.Get.Always(SampleMoney.Sound()) },
        At("money-empty", "/money") with { Prepare = host => host.Money.Get.Always(SampleMoney.Empty()) },
        At("money-error", "/money") with { Prepare = host => host.Money.Get.Throws(new IOException("disk")) },
        At("voucher-unknown", "/vouchers/GC-4417-0932/01.01-2") with { Prepare = ShowOpenCall },
    ];

    private static void ShowRed(PreviewHost host)
    {
        host.Money.Get.Always(SampleMoney.Red());
        host.Money.Red.Always(2);
    }

    private static void ShowOpenCall(PreviewHost host) => host.Vouchers.Get.Always(SampleViews.VoucherPage(VoucherState.Suspended, late: true) with
    {
        OpenCalls = [new OpenCall("GC-4417-0932/c-1/void-voucher/1.1/1", OpenCallKind.Void, SampleViews.Placed.AddSeconds(10), 2, SampleViews.Placed.AddMinutes(12))],
    });
}
