using System.Globalization;
using System.Text.RegularExpressions;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Search;

/// <summary>Reads what a query says of times: dates of the viewer's calendar, moments, and ages.</summary>
/// <param name="now">UTC.</param>
/// <param name="zone">Where a date begins at midnight.</param>
internal sealed partial class QueryTimes(DateTimeOffset now, TimeZoneInfo zone)
{
    public static readonly Sentence Expected = "A date (2026-11-20), a moment (2026-11-20T14:30), today, yesterday, an age (<7d younger, >7d older; m, h, d, w), or a range with .. is expected.";

    /// <summary>Null when the text, in lower case, means no time.</summary>
    public TimeRange? Read(string text)
    {
        if (text.Split("..") is [var first, var last] && (first.Length > 0 || last.Length > 0))
        {
            var from = first.Length == 0 ? null : Period(first);
            var to = last.Length == 0 ? null : Period(last);
            return (first.Length > 0 && from is null) || (last.Length > 0 && to is null) ? null : new TimeRange(from?.Start, to?.End);
        }

        var (sign, rest) = Comparison.Of(text);
        // An age counts backwards: younger than seven days is after the moment seven days ago.
        if (Age(rest) is { } age)
            return sign is ">" or ">=" ? new TimeRange(null, age) : new TimeRange(age, null);
        return Period(rest) is not { } period
            ? null
            : sign switch
            {
                ">" => new TimeRange(period.End, null),
                ">=" => new TimeRange(period.Start, null),
                "<" => new TimeRange(null, period.Start),
                "<=" => new TimeRange(null, period.End),
                _ => new TimeRange(period.Start, period.End),
            };
    }

    private QueryMoment? Age(string text)
    {
        if (AgeForm().Match(text) is not { Success: true } match || !int.TryParse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return null;
        var unit = match.Groups[2].Value switch { "m" => TimeSpan.FromMinutes(1), "h" => TimeSpan.FromHours(1), "d" => TimeSpan.FromDays(1), _ => TimeSpan.FromDays(7) };
        return count > 40_000 ? null : new QueryMoment(now - (unit * count), text);
    }

    /// <summary>A day, a month, a year or a minute, from its first moment to the first moment after it.</summary>
    private (QueryMoment Start, QueryMoment End)? Period(string text)
    {
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        DateTime start, end;
        if (text is "today" or "yesterday")
            (start, end) = text == "today" ? (today, today.AddDays(1)) : (today.AddDays(-1), today);
        else if (Exact(text, "yyyy-MM-dd") is { } day)
            (start, end) = (day, day.AddDays(1));
        else if (Exact(text, "yyyy-MM") is { } month)
            (start, end) = (month, month.AddMonths(1));
        else if (Exact(text, "yyyy") is { } year)
            (start, end) = (year, year.AddYears(1));
        else if (Exact(text, "yyyy-MM-dd't'HH:mm") is { } minute)
            (start, end) = (minute, minute.AddMinutes(1));
        else
            return null;
        return (Moment(start, text), Moment(end, text + "+"));
    }

    /// <summary>Years 1900 to 2200: anything else is a slip, and the arithmetic stays inside the calendar.</summary>
    private static DateTime? Exact(string text, string form) =>
        DateTime.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) && at.Year is >= 1900 and <= 2200 ? at : null;

    private QueryMoment Moment(DateTime local, string text)
    {
        // A midnight that the clocks skip: the day begins when they go on.
        while (zone.IsInvalidTime(local))
            local = local.AddMinutes(15);
        return new QueryMoment(new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime(), text);
    }

    [GeneratedRegex("^([0-9]{1,5})([mhdw])$", RegexOptions.CultureInvariant)]
    private static partial Regex AgeForm();
}
