using BackOffice.Core.Common;

namespace BackOffice.Core.Fulfilment;

/// <summary>What pages and the API ask about vouchers. A code is never in an answer, and what comes in with a code is limited and counted a caller.</summary>
public interface IVouchers
{
    /// <summary>At most 50, newest order first. A code that nobody holds finds nothing, whatever is wrong with it. Needs orders:read.</summary>
    Task<Result<IReadOnlyList<FoundVoucher>>> FindAsync(FindVouchers search, Actor actor, CancellationToken cancellationToken);

    /// <summary>One voucher with all that its line and unit has had. Needs orders:read; NotFound <c>voucher.not-found</c>.</summary>
    Task<Result<VoucherView>> GetAsync(OrderId order, string voucher, Actor actor, CancellationToken cancellationToken);
}
