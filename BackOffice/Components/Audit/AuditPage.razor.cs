using System.Globalization;
using BackOffice.Core.Audit;
using BackOffice.Core.Common;
using Microsoft.AspNetCore.Components;

namespace BackOffice.Components.Audit;

/// <summary>The audit log: its address is its state, one entry whole beside the list, and a check of everything.</summary>
public sealed partial class AuditPage : IDisposable
{
    private const int PageSize = 50;

    private static (string Value, string Word)[] Actions =>
    [
        ("", T("any")), ("order", T("orders placed")), ("retry", T("retries")), ("hold", T("holds")), ("effect", T("effects settled")), ("refund", T("refunds")), ("voucher", T("vouchers")),
        ("customer", T("looks at personal data")), ("note", T("notes")), ("rollout", T("rollout")),
        ("fallback", T("given up")), ("dead-letter", T("dead letters")), ("batch", T("batch runs")), ("rule", T("rules")), ("replay", T("replays")),
        ("money", T("checks of the money")), ("backup", T("backups")), ("view", T("views")), ("export", T("exports")), ("audit", T("exports of this log")),
    ];

    private static (string Value, string Word)[] Kinds =>
    [
        ("", T("anything")), ("order", T("orders")), ("flag", T("the rollout")), ("rule", T("rules")), ("views", T("views")), ("batch", T("batch jobs")), ("queue", T("queues")), ("export", T("exports")), ("system", T("the system")),
    ];

    private static (string Value, string Word)[] Times =>
        [("", T("any time")), ("1h", T("last hour")), ("1d", T("last 24 hours")), ("7d", T("last 7 days")), ("30d", T("last 30 days")), ("older", T("older than 30 days"))];

    private readonly CancellationTokenSource _leave = new();
    private readonly Stack<string?> _trail = new();
    private Page<StoredAudit>? _page;
    private StoredAudit? _selected;
    private AuditReport? _report;
    private Error? _error, _verifyError;
    private Actor? _actor;
    private string? _shownFor;
    private string _subjectText = "", _words = "";
    private bool _verifying;
    private long _checked;

    [Inject] public required IAuditLog Log { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required TimeProvider Clock { get; init; }

    [Inject] public required ViewerZone Zone { get; init; }

    [SupplyParameterFromQuery(Name = "subject")] public string? Subject { get; set; }

    [SupplyParameterFromQuery(Name = "action")] public string? Action { get; set; }

    [SupplyParameterFromQuery(Name = "actor")] public string? ActorId { get; set; }

    [SupplyParameterFromQuery(Name = "kind")] public string? Kind { get; set; }

    [SupplyParameterFromQuery(Name = "since")] public string? Since { get; set; }

    [SupplyParameterFromQuery(Name = "q")] public string? Q { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")] public string? Cursor { get; set; }

    [SupplyParameterFromQuery(Name = "entry")] public string? Entry { get; set; }

    private AuditUrl View => new(Subject, Action, ActorId, Kind, Since, Q, Cursor, null);

    private bool IsFiltered => View with { Cursor = null } != AuditUrl.All;

    private string? SearchedTo => _page?.SearchedTo is { } to ? T($"Searched back to {Formats.Moment(Zone.ToLocal(to), Zone.ToLocal(Clock.GetUtcNow()))}; there may be more beyond.") : null;


    public void Dispose()
    {
        _leave.Cancel();
        _leave.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        (_subjectText, _words) = (Subject ?? "", Q ?? "");
        var asked = Link(View);
        if (_shownFor != asked)
        {
            _shownFor = asked;
            _page = null;
            await ReadAsync();
        }

        Select();
    }

    private async Task ReadAsync()
    {
        try
        {
            _actor = await CurrentActor.GetAsync();
            var query = new AuditQuery { Subject = Subject, Action = Action, ActorId = ActorId };
            var (cursor, filter) = (Cursor, View.FilterAt(Clock.GetUtcNow()));
            var page = await Reader.ReadAsync("the audit log", token => Log.SearchAsync(query, filter, cursor, PageSize, _actor, token), _leave.Token);
            _error = page.Error;
            _page = page.IsSuccess ? page.Value : null;
            Select();
        }
        catch (OperationCanceledException) when (_leave.IsCancellationRequested)
        {
            // The page was left.
        }
    }

    private void Select() => _selected = _page?.Items.FirstOrDefault(stored => stored.Sequence.ToString(CultureInfo.InvariantCulture) == Entry) ?? _page?.Items.FirstOrDefault();

    private async Task VerifyAsync()
    {
        _verifying = true;
        _checked = 0;
        (_report, _verifyError) = (null, null);
        var actor = await CurrentActor.GetAsync();
        var shown = Clock.GetTimestamp();
        var show = Language.Keep(() => _ = InvokeAsync(StateHasChanged));
        var progress = new Progress(count =>
        {
            _checked = count;
            if (Clock.GetElapsedTime(shown) < TimeSpan.FromMilliseconds(250))
                return;
            shown = Clock.GetTimestamp();
            show();
        });
        try
        {
            var report = await Reader.ReadAsync("the audit log", token => Log.VerifyAsync(actor, progress, token), _leave.Token);
            _verifyError = report.Error;
            _report = report.IsSuccess ? report.Value : null;
        }
        catch (OperationCanceledException) when (_leave.IsCancellationRequested)
        {
            // The page was left.
        }
        finally
        {
            _verifying = false;
        }
    }

    private void Submit()
    {
        var text = _subjectText.Trim();
        if (text.Length > 0 && !text.Contains('/', StringComparison.Ordinal))
            text = new OrderId(text.ToUpperInvariant()).Subject.Value;
        GoTo(View with { Subject = Clean(text), Q = Clean(_words.Trim()) });
    }

    private void ClearActor() => GoTo(View with { ActorId = null });

    private void Older()
    {
        _trail.Push(Cursor);
        Navigation.NavigateTo(Link(View with { Cursor = _page?.Next }));
    }

    private void Newer() => Navigation.NavigateTo(Link(View with { Cursor = _trail.TryPop(out var before) ? before : null }));

    private void GoTo(AuditUrl view)
    {
        _trail.Clear();
        Navigation.NavigateTo(Link(view with { Cursor = null }));
    }

    private string LinkTo(StoredAudit stored) => Link(View with { Entry = stored.Sequence.ToString(CultureInfo.InvariantCulture) });

    private string Link(AuditUrl view) => Navigation.GetUriWithQueryParameters("/audit", view.Parameters());

    private string Download(string format) => Navigation.GetUriWithQueryParameters("/exports/audit", View.ExportParameters(format, Clock.GetUtcNow()));

    private static string? Clean(string text) => text.Length == 0 ? null : text;

    /// <summary>Unlike <see cref="Progress{T}"/>, it calls back at once and keeps no context.</summary>
    private sealed class Progress(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
