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
        ("", T("any")), ("order", T("orders placed")), ("retry", T("retries")), ("hold", T("holds")), ("effect", T("effects settled")), ("note", T("notes")),
        ("rollout", T("rollout")), ("fallback", T("given up")), ("dead-letter", T("dead letters")),
    ];

    private readonly CancellationTokenSource _leave = new();
    private readonly Stack<string?> _trail = new();
    private Page<StoredAudit>? _page;
    private StoredAudit? _selected;
    private AuditReport? _report;
    private Error? _error, _verifyError;
    private Actor? _actor;
    private string? _shownFor;
    private string _subjectText = "";
    private bool _verifying;
    private long _checked;

    [Inject] public required IAuditLog Log { get; init; }

    [Inject] public required ICurrentActor CurrentActor { get; init; }

    [Inject] public required PageReader Reader { get; init; }

    [Inject] public required NavigationManager Navigation { get; init; }

    [Inject] public required TimeProvider Clock { get; init; }

    [SupplyParameterFromQuery(Name = "subject")] public string? Subject { get; set; }

    [SupplyParameterFromQuery(Name = "action")] public string? Action { get; set; }

    [SupplyParameterFromQuery(Name = "actor")] public string? ActorId { get; set; }

    [SupplyParameterFromQuery(Name = "cursor")] public string? Cursor { get; set; }

    [SupplyParameterFromQuery(Name = "entry")] public string? Entry { get; set; }

    private bool IsFiltered => Subject is not null || Action is not null || ActorId is not null;

    public void Dispose()
    {
        _leave.Cancel();
        _leave.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        _subjectText = Subject ?? "";
        var asked = Link(Subject, Action, ActorId, Cursor);
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
            var cursor = Cursor;
            var page = await Reader.ReadAsync("the audit log", token => Log.ListAsync(query, cursor, PageSize, _actor, token), _leave.Token);
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
        GoTo(text.Length == 0 ? null : text, Action, ActorId);
    }

    private void SetAction(string action) => GoTo(Subject, action.Length == 0 ? null : action, ActorId);

    private void ClearActor() => GoTo(Subject, Action, null);

    private void Older()
    {
        _trail.Push(Cursor);
        GoTo(Subject, Action, ActorId, _page?.Next);
    }

    private void Newer() => GoTo(Subject, Action, ActorId, _trail.TryPop(out var before) ? before : null);

    private void GoTo(string? subject, string? action, string? actor, string? cursor = null) => Navigation.NavigateTo(Link(subject, action, actor, cursor));

    private string LinkTo(StoredAudit stored) => Link(Subject, Action, ActorId, Cursor, stored.Sequence.ToString(CultureInfo.InvariantCulture));

    private string Link(string? subject = null, string? action = null, string? actor = null, string? cursor = null, string? entry = null) =>
        Navigation.GetUriWithQueryParameters("/audit", new Dictionary<string, object?>
        {
            ["subject"] = subject, ["action"] = action, ["actor"] = actor, ["cursor"] = cursor, ["entry"] = entry,
        });

    /// <summary>Unlike <see cref="Progress{T}"/>, it calls back at once and keeps no context.</summary>
    private sealed class Progress(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }
}
