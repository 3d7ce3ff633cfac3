namespace BackOffice.Core.Routing.Analysis;

/// <summary>What a draft would have done to the events of the last days, beside what the rule as it is did.</summary>
public sealed record DryRunReport
{
    /// <summary>Of the draft that was tried: what <see cref="Rules.SaveRule.DryRun"/> takes. See <see cref="Rules.DraftHash"/>.</summary>
    public string Hash { get; init; } = "";

    /// <summary>Recorded events that were looked at.</summary>
    public required int Events { get; init; }

    /// <summary>When the first of them was taken, UTC; null for none.</summary>
    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }

    /// <summary>True for a draft that is not enabled: it was tried as if it were.</summary>
    public required bool AsIfEnabled { get; init; }

    /// <summary>Events that the draft sends and the rule did not.</summary>
    public required RoutedEvents Newly { get; init; }

    /// <summary>Events that the rule sent and the draft does not.</summary>
    public required RoutedEvents NoLonger { get; init; }

    public required RoutedEvents Unchanged { get; init; }

    /// <summary>The three kinds by UTC day, oldest first; days without any are left out.</summary>
    public IReadOnlyList<DryRunDay> Days { get; init; } = [];

    /// <summary>Of the draft's targets and of those it gives up, by name.</summary>
    public required IReadOnlyList<DestinationForecast> Destinations { get; init; }

    /// <summary>Events that could not be rendered for a target: they would become dead letters.</summary>
    public required int Unsendable { get; init; }

    /// <summary>With the draft in force, events that no enabled rule sends anywhere; by detail-type, most first.</summary>
    public required IReadOnlyList<UnroutedEvents> Unrouted { get; init; }

    /// <summary>Other enabled rules that some event meets together with the draft.</summary>
    public required IReadOnlyList<RuleOverlap> Overlaps { get; init; }

    /// <summary>Fields that the draft asks for and that none of the events had.</summary>
    public required IReadOnlyList<UnseenField> Unseen { get; init; }

    public required IReadOnlyList<QuotaUse> Quotas { get; init; }

    /// <summary>True when an event that the draft matches can exist at all, as far as is known.</summary>
    public required bool CanMatch { get; init; }
}

/// <param name="Count">How many.</param>
/// <param name="Samples">The newest of them, at most <see cref="DryRun.Samples"/>.</param>
public sealed record RoutedEvents(int Count, IReadOnlyList<SampleEvent> Samples);

public sealed record SampleEvent(string Id, string Key, string DetailType, DateTimeOffset Time);

/// <param name="Day">UTC.</param>
/// <param name="Newly">Events that the draft sends and the rule did not.</param>
/// <param name="NoLonger">Events that the rule sent and the draft does not.</param>
/// <param name="Unchanged">Events that both send.</param>
public sealed record DryRunDay(DateOnly Day, int Newly, int NoLonger, int Unchanged);

/// <summary>What a destination would get, all enabled rules together.</summary>
/// <param name="Destination">Its name.</param>
/// <param name="Days">Oldest first, UTC days; today and the first day may be parts of one.</param>
/// <param name="BusiestMinuteBefore">Most events within one minute of the clock, with the rule as it is.</param>
/// <param name="BusiestMinute">The same with the draft.</param>
/// <param name="LimitPerMinute">What its rate limit lets through.</param>
/// <param name="TicketsBefore">Tickets after grouping, with the rule as it is; null for a destination that opens none.</param>
/// <param name="Tickets">The same with the draft.</param>
public sealed record DestinationForecast(
    string Destination, IReadOnlyList<DayForecast> Days, int BusiestMinuteBefore, int BusiestMinute, int LimitPerMinute, int? TicketsBefore, int? Tickets)
{
    /// <summary>True when events would wait for the rate limit; what waits longer than its target's limit is lost to it.</summary>
    public bool IsOverLimit => BusiestMinute > LimitPerMinute;
}

/// <param name="Day">UTC.</param>
/// <param name="Before">Deliveries with the rule as it is.</param>
/// <param name="After">Deliveries with the draft.</param>
public sealed record DayForecast(DateOnly Day, int Before, int After);

public sealed record UnroutedEvents(string DetailType, int Count);

/// <param name="Rule">The other rule.</param>
/// <param name="Witness">An event that both match, made up and matched; null when only recorded events show it.</param>
/// <param name="Events">Recorded events that both match.</param>
/// <param name="SharedDestinations">Destinations that would get such an event twice.</param>
/// <param name="IsDuplicate">True when both match the same events.</param>
public sealed record RuleOverlap(string Rule, string? Witness, int Events, IReadOnlyList<string> SharedDestinations, bool IsDuplicate);

/// <param name="Path">Names joined with dots.</param>
/// <param name="Near">A field that events do have and that is nearly called so; null for none.</param>
public sealed record UnseenField(string Path, string? Near);

/// <param name="Name">What is limited.</param>
/// <param name="Used">With the draft saved.</param>
/// <param name="Limit">AWS's.</param>
public sealed record QuotaUse(string Name, int Used, int Limit)
{
    public bool IsOver => Used > Limit;
}
