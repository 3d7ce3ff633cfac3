using BackOffice.Core.Payments.Refunds;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Refunds;

/// <summary>Refunds that wait for somebody who did not ask for them, the oldest first. Live while orders move.</summary>
public sealed partial class ApprovalsPage
{
    private const int Most = 100;

    private IReadOnlyList<RefundCase>? _cases;

    [Inject] public required IRefunds Refunds { get; init; }

    /// <summary>The case whose approval was interrupted by signing in again.</summary>
    [SupplyParameterFromQuery(Name = "again")] public string? Again { get; set; }

    protected override bool IsLive => true;

    private string Title => _cases?.Count switch
    {
        null => T("Approvals"),
        0 => T("No refund waits for you."),
        1 => T("One refund waits for approval."),
        { } count => T($"{count} refunds wait for approval."),
    };

    protected override async Task LoadAsync()
    {
        if (await AskAsync("the refunds that wait", (actor, token) => Refunds.PendingAsync(Most, actor, token)) is { } cases)
            _cases = cases;
    }
}
