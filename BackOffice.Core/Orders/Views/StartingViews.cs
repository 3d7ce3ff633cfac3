using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Views;

/// <summary>The views that everybody begins with: those of the starting list that today's data answers truly. Each name says what its query asks, no more.</summary>
public static class StartingViews
{
    private const string Owner = "system:views";

    public static readonly IReadOnlyList<SavedView> All =
    [
        Of("all", (Sentence)"All orders", ""),
        Of("needs-a-person", (Sentence)"Needs a person", "status:person"),
        Of("paid-and-late", (Sentence)"Paid, no voucher", "status:stuck"),
        Of("outcome-unknown", (Sentence)"Unknown", "status:unknown"),
        // Not by its last change: an order that is held changes whenever its lease is renewed.
        Of("held-long", (Sentence)"Held, 30 min old", "status:held placed:>30m"),
        Of("fell-back-today", (Sentence)"Fell back, today's", "variant:on path:batch placed:today"),
        Of("fell-back", (Sentence)"Fell back", "variant:on path:batch"),
    ];

    public static bool IsOne(string viewId) => All.Any(view => view.Id == viewId);

    private static SavedView Of(string id, string name, string query) => new()
    {
        Id = id, Version = 0, Name = name, Query = query, Audience = ViewAudience.Everyone, OwnerId = Owner, OwnerName = "BackOffice", ChangedBy = "BackOffice", ChangedAt = default,
    };
}
