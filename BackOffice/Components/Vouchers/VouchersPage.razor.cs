using BackOffice.Core.Common;
using BackOffice.Core.Fulfilment;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Vouchers;

/// <summary>Finds vouchers. What is typed may be a code, which is money: it stays in this circuit and is cleared once it was looked for.</summary>
public sealed partial class VouchersPage : IDisposable
{
    private readonly CancellationTokenSource _leave = new();
    private string _text = "";
    private bool _busy;
    private VoucherSearchKind _kind;
    private FindVouchers? _asked;
    private IReadOnlyList<FoundVoucher>? _found;
    private Error? _error;

    [Inject] public required IVouchers Vouchers { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required Ticker Ticker { get; init; }

    private string Title => _found?.Count switch
    {
        null => T("Vouchers"),
        0 => T("No voucher found."),
        1 => T("One voucher found."),
        var many => T($"{Formats.Number(many.Value)} vouchers found."),
    };

    public void Dispose()
    {
        _leave.Cancel();
        _leave.Dispose();
    }

    private async Task FindAsync()
    {
        if (_busy || (_text.Trim().Length == 0 && _asked is null))
            return;
        if (_text.Trim().Length > 0)
            (_asked, _kind) = Read(_text.Trim());
        if (_asked is not { } asked)
            return;
        if (_kind is VoucherSearchKind.Code)
            _text = "";
        _busy = true;
        try
        {
            var actor = await CurrentActor.GetAsync();
            var read = await Reader.ReadAsync("the vouchers", token => Vouchers.FindAsync(asked, actor, token), _leave.Token);
            (_error, _found) = (read.Error, read.IsSuccess ? read.Value : null);
            if (_kind is VoucherSearchKind.Code)
                _asked = read.IsSuccess ? null : _asked;
            if (read.IsSuccess && read.Value is [var one])
                Navigation.NavigateTo(VoucherUrl(one));
        }
        catch (OperationCanceledException) when (_leave.IsCancellationRequested)
        {
            // The page was left.
        }
        finally
        {
            _busy = false;
        }
    }

    private static (FindVouchers, VoucherSearchKind) Read(string text) =>
        text.Length == 4 ? (new(null, text, null), VoucherSearchKind.Last4)
        : text.Length is > 4 and < 14 && text[2] == '-' && VoucherCode.Normalise(text) is null ? (new(null, null, text), VoucherSearchKind.Order)
        : (new(text, null, null), VoucherSearchKind.Code);

    private static string VoucherUrl(FoundVoucher found) => $"/vouchers/{found.Order}/{found.Voucher.VoucherId}";
}
