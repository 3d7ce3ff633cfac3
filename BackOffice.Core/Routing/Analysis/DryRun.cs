using System.Collections.Immutable;
using BackOffice.Core.Common;
using BackOffice.Core.Routing.Destinations;
using BackOffice.Core.Routing.Recording;
using BackOffice.Core.Routing.Rules;
using BackOffice.Core.Routing.Targets;

namespace BackOffice.Core.Routing.Analysis;

/// <summary>
/// Tries a draft against recorded events, one after the other, oldest first; nothing is sent and nothing is written. Pure: the same events give the same report.
/// </summary>
public sealed class DryRun
{
    /// <summary>Sample events kept of each kind.</summary>
    public const int Samples = 5;

    private readonly DraftRule? _before;
    private readonly DraftRule _after;
    private readonly bool _asIfEnabled;
    private readonly IReadOnlyList<OtherRule> _others;
    private readonly RuleSet<int> _set;
    private readonly FieldsSeen _seen = new();
    private readonly Tally _newly = new();
    private readonly Tally _noLonger = new();
    private readonly Tally _unchanged = new();
    private readonly SortedDictionary<DateOnly, DryRunDay> _days = [];
    private readonly Dictionary<string, DestinationTally> _destinations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _unrouted = new(StringComparer.Ordinal);
    private readonly HashSet<string> _notes;
    private readonly int[] _overlapping;
    private readonly IReadOnlyList<QuotaUse> _quotas;
    private int _events;
    private int _unsendable;
    private DateTimeOffset? _from;
    private DateTimeOffset? _to;

    private DryRun(string name, DraftRule? before, DraftRule after, bool asIfEnabled, IReadOnlyList<OtherRule> others, RoutingOptions options)
    {
        (_before, _after, _asIfEnabled, _others) = (before, after, asIfEnabled, others);
        _set = new RuleSet<int>(others.Select((other, index) => KeyValuePair.Create(index, other.Pattern)));
        _overlapping = new int[others.Count];
        _notes = [.. options.Destinations.Where(pair => pair.Value.Kind is DestinationKind.OrderNote).Select(pair => pair.Key)];
        _quotas = Quotas.Of(name, after.Pattern, after.Targets.Count, others);
        foreach (var destination in after.Targets.Concat(before?.Targets ?? []).Select(target => target.Destination).Distinct(StringComparer.Ordinal))
            _destinations.Add(destination, new DestinationTally(destination, options.Destinations.GetValueOrDefault(destination) ?? new()));
    }

    /// <summary>Begins a dry run.</summary>
    /// <param name="name">Of the rule.</param>
    /// <param name="before">The rule as it is; null for a new one.</param>
    /// <param name="after">The draft.</param>
    /// <param name="all">Every rule there is, this one among them or not.</param>
    /// <param name="options">Destinations, their rates and how they group.</param>
    /// <returns>Or the draft's <see cref="PatternRefusal"/>, or Invalid for a target that cannot be read.</returns>
    public static Result<DryRun> Begin(string name, RuleContent? before, RuleContent after, IReadOnlyList<RoutingRule> all, RoutingOptions options)
    {
        var draft = DraftRule.Read(after);
        if (draft.Error is { } refused)
            return refused;
        // Switching an enabled rule off is shown as that; a draft that is off otherwise is tried as if it were on.
        var isOn = before?.State is RuleState.Enabled;
        var asIfEnabled = after.State is RuleState.Disabled && !isOn;
        var tried = after.State is RuleState.Enabled || asIfEnabled ? draft.Value : draft.Value with { IsOff = true };
        var was = isOn && before is not null && DraftRule.Read(before) is { IsSuccess: true } read ? read.Value : null;
        var others = all.Where(rule => rule.Name != name && rule.Content.State is not RuleState.Deleted && rule.Revision > 0)
            .Select(rule => (rule, pattern: EventPattern.Parse(rule.Content.Pattern, PatternReading.Existing)))
            .Where(one => one.pattern.IsSuccess)
            .Select(one => new OtherRule(one.rule.Name, one.pattern.Value, one.rule.Content.State is RuleState.Enabled, [.. one.rule.Content.Targets.Select(target => target.Destination)]))
            .ToList();
        return new DryRun(name, was, tried, asIfEnabled, others, options);
    }

    public void Add(RecordedEvent e)
    {
        _events++;
        _from ??= e.TakenAt;
        _to = e.TakenAt;
        _seen.Add(e.Json.Span);
        var others = new List<int>();
        _ = _set.Match(e.Json.Span, others);
        var (was, becomes) = (Matches(_before, e), Matches(_after, e));
        if (becomes && !was)
            _newly.Add(e);
        else if (was && !becomes)
            _noLonger.Add(e);
        else if (was)
            _unchanged.Add(e);
        Count(DateOnly.FromDateTime(e.TakenAt.UtcDateTime), was, becomes);
        if (becomes)
        {
            foreach (var other in others)
                _overlapping[other]++;
            _unsendable += _after.Targets.Zip(_after.Inputs).Any(target => !CanBeSent(target.First, target.Second, e)) ? 1 : 0;
        }

        var enabled = others.Where(other => _others[other].IsEnabled).ToList();
        if (!becomes && enabled.Count == 0)
            _unrouted[e.DetailType] = _unrouted.GetValueOrDefault(e.DetailType) + 1;
        var byOthers = enabled.SelectMany(other => _others[other].Destinations).ToList();
        foreach (var tally in _destinations.Values)
        {
            var shared = byOthers.Count(name => name == tally.Name);
            tally.Add(e, shared + (was ? Count(_before, tally.Name) : 0), shared + (becomes ? Count(_after, tally.Name) : 0));
        }
    }

    public DryRunReport Report() => new()
    {
        Events = _events,
        From = _from,
        To = _to,
        AsIfEnabled = _asIfEnabled,
        Newly = _newly.Report(),
        NoLonger = _noLonger.Report(),
        Unchanged = _unchanged.Report(),
        Days = [.. _days.Values],
        Destinations = [.. _destinations.Values.OrderBy(tally => tally.Name, StringComparer.Ordinal).Select(tally => tally.Report())],
        Unsendable = _unsendable,
        Unrouted = [.. _unrouted.Select(pair => new UnroutedEvents(pair.Key, pair.Value)).OrderByDescending(one => one.Count).ThenBy(one => one.DetailType, StringComparer.Ordinal)],
        Overlaps = [.. Overlaps()],
        Unseen = _events == 0 ? [] : _seen.Missing(_after.Pattern.Paths),
        Quotas = _quotas,
        CanMatch = _newly.Count + _unchanged.Count > 0 || PatternWitness.For(_after.Pattern) is not null,
    };

    /// <summary>A template may find nothing in an event, and a note takes one shape alone.</summary>
    private bool CanBeSent(RuleTarget target, TargetInput input, RecordedEvent e) =>
        input.Render(e.Json, "", e.TakenAt) is { IsSuccess: true } made && (!_notes.Contains(target.Destination) || OrderNoteSender.Read(made.Value) is not null);

    private void Count(DateOnly day, bool was, bool becomes)
    {
        if (!was && !becomes)
            return;
        var count = _days.GetValueOrDefault(day) ?? new DryRunDay(day, 0, 0, 0);
        _days[day] = (was, becomes) switch
        {
            (false, _) => count with { Newly = count.Newly + 1 },
            (_, false) => count with { NoLonger = count.NoLonger + 1 },
            _ => count with { Unchanged = count.Unchanged + 1 },
        };
    }

    private IEnumerable<RuleOverlap> Overlaps()
    {
        for (var i = 0; i < _others.Count; i++)
        {
            var other = _others[i];
            if (!other.IsEnabled)
                continue;
            var witness = PatternWitness.ForBoth(_after.Pattern, other.Pattern);
            if (witness is null && _overlapping[i] == 0)
                continue;
            var shared = other.Destinations.Intersect(_after.Targets.Select(target => target.Destination), StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
            yield return new RuleOverlap(other.Name, witness, _overlapping[i], shared, other.Pattern.Canonical == _after.Pattern.Canonical);
        }
    }

    private static bool Matches(DraftRule? rule, RecordedEvent e) => rule is { IsOff: false } && rule.Pattern.Matches(e.Json.Span) is { IsSuccess: true, Value: true };

    private static int Count(DraftRule? rule, string destination) => rule?.Targets.Count(target => target.Destination == destination) ?? 0;

    private sealed record DraftRule(EventPattern Pattern, IReadOnlyList<RuleTarget> Targets, ImmutableArray<TargetInput> Inputs, bool IsOff = false)
    {
        public static Result<DraftRule> Read(RuleContent content)
        {
            var pattern = EventPattern.Parse(content.Pattern, PatternReading.Existing);
            if (pattern.Error is { } refused)
                return refused;
            var inputs = content.Targets.Select(TargetInput.Of).ToList();
            return inputs.FirstOrDefault(input => !input.IsSuccess).Error is { } wrong
                ? wrong
                : new DraftRule(pattern.Value, content.Targets, [.. inputs.Select(input => input.Value)]);
        }
    }

    private sealed class Tally
    {
        private readonly Queue<SampleEvent> _newest = new();

        public int Count { get; private set; }

        public void Add(RecordedEvent e)
        {
            Count++;
            if (_newest.Count == Samples)
                _newest.Dequeue();
            _newest.Enqueue(new SampleEvent(e.Id, e.Key, e.DetailType, e.Time));
        }

        public RoutedEvents Report() => new(Count, [.. _newest.Reverse()]);
    }
}

/// <summary>A rule beside the draft.</summary>
internal sealed record OtherRule(string Name, EventPattern Pattern, bool IsEnabled, IReadOnlyList<string> Destinations);
