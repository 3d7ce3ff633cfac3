using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using BackOffice.Core.Payments;

namespace BackOffice.Tests.Fakes;

/// <summary>Messages as their page gets them.</summary>
internal static class SampleMail
{
    public const string Key = "GC-4417-0932/checkout/notify-customer/1/1";

    public static Page<MailItem> Page() => new([Item(Key, EffectState.Succeeded), Item("GC-4417-0940/checkout/notify-customer/1/1", EffectState.Failed)], "next");

    public static MailView View() => new(
        Item(Key, EffectState.Succeeded), "orders@backoffice.invalid", "Your vouchers for order GC-4417-0932",
        "Dear <b>Dora</b> Whitfield,\n\nyour order GC-4417-0932 is paid: 178.00 USD. Your vouchers:\n\nGLT-****-****-*93T-V   Harbour Sail for Two, Boston\nGLT-****-****-*M4X-D   Harbour Sail for Two, Boston\n\nShow the code to the merchant.\n",
        SampleViews.Placed.AddSeconds(3));

    private static MailItem Item(string key, EffectState state) => new(
        key, new OrderId(key[..12]), EffectKey.Checkout, state, "d***@***", SampleViews.Placed.AddSeconds(2), SampleViews.Placed.AddSeconds(3), state is EffectState.Succeeded ? "msg_5k20d1" : null,
        state is EffectState.Failed ? "Mail.AddressRefused" : null, state is EffectState.Failed ? "That is not an address." : null);
}
