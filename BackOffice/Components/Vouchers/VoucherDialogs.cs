using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using MudBlazor;

namespace BackOffice.Components.Vouchers;

/// <summary>Opens the dialog of a deed; true when something was done.</summary>
internal static class VoucherDialogs
{
    public static async Task<bool> OpenAsync(IDialogService dialogs, OrderId order, long version, Voucher voucher, VoucherDeed deed, LateRedemption? late = null)
    {
        var dialog = await dialogs.ShowAsync<VoucherDialog>(
            VoucherWords.TitleOf(deed, voucher),
            new DialogParameters<VoucherDialog>
            {
                { shown => shown.Order, order }, { shown => shown.Version, version }, { shown => shown.Voucher, voucher }, { shown => shown.Deed, deed }, { shown => shown.Late, late },
            });
        return await dialog.Result is { Canceled: false };
    }
}
