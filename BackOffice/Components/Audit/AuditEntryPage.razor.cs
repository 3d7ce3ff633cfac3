using System.Globalization;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Audit;

/// <summary>One entry of the audit log whole, by its subject and number.</summary>
public sealed partial class AuditEntryPage
{
    private AuditEntryView? _view;
    private string _subject = "";
    private long _number;

    [Inject] public required IAuditLog Log { get; init; }

    [Parameter] public string Kind { get; set; } = "";

    /// <summary>The subject's name, a slash, and the entry's number.</summary>
    [Parameter] public string? Rest { get; set; }

    protected override async Task LoadAsync()
    {
        var rest = Rest ?? "";
        var slash = rest.LastIndexOf('/');
        var subject = $"{Kind}/{Uri.UnescapeDataString(slash < 0 ? rest : rest[..slash])}";
        _ = long.TryParse(rest[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if ((subject, number) != (_subject, _number))
            (_subject, _number, _view) = (subject, number, null);
        if (slash < 0 || number < 1)
        {
            Error = new NotFound("audit.not-found", T("An entry's address is its subject and its number: /audit/order/GC-4417-0932/1."));
            return;
        }

        if (await AskAsync("the audit entry", (actor, token) => Log.GetAsync(subject, number, actor, token)) is { } view && (subject, number) == (_subject, _number))
            _view = view;
    }
}
