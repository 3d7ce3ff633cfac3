using System.Globalization;
using BackOffice.Core.Common;
using static BackOffice.Interaction.Texts;

namespace BackOffice.Interaction;

/// <summary>
/// How amounts, times and durations are written on a page, in the viewer's language. Names of units follow numbers: <c>178.00 USD</c> or <c>178,00 USD</c>,
/// <c>1 min 54 s</c>.
/// </summary>
public static class Formats
{
    /// <summary>The viewer's culture.</summary>
    internal static CultureInfo Culture => Language.Current.Culture;

    /// <summary>The number alone, grouped, with the unit's own decimals: <c>1,284.90</c>; <c>32,000</c> for miles.</summary>
    public static string Number(Money amount)
    {
        var digits = Currencies.MinorDigits(amount.Unit);
        return (amount.Minor / (decimal)Math.Pow(10, digits)).ToString("N" + digits.ToString(CultureInfo.InvariantCulture), Culture);
    }

    public static string Unit(Money amount) => amount.Unit == Money.Miles ? T("miles") : amount.Unit;

    public static string Amount(Money amount) => $"{Number(amount)} {Unit(amount)}";

    public static string Number(long value) => value.ToString("N0", Culture);

    /// <summary>Basis points with two decimals: 4000 is <c>40.00%</c>.</summary>
    public static string Percent(int basisPoints) => (basisPoints / 100m).ToString("N2", Culture) + "%";

    /// <summary>A bucket or dial as people compare them: <c>23.07</c>.</summary>
    public static string Points(decimal basisPoints) => (Math.Floor(basisPoints) / 100m).ToString("N2", Culture);

    /// <summary>How long something took: <c>42 ms</c>, <c>0.4 s</c>, <c>34 s</c>, <c>1 min 54 s</c>, <c>2 h 3 min</c>, <c>4 d 1 h</c>. Both languages write these units alike.</summary>
    public static string Duration(TimeSpan span)
    {
        if (span < TimeSpan.Zero)
            span = TimeSpan.Zero;
        if (span < TimeSpan.FromMilliseconds(100))
            return $"{(span == TimeSpan.Zero ? 0 : Math.Max(1, (int)span.TotalMilliseconds))} ms";
        if (span < TimeSpan.FromSeconds(10))
            return (Math.Floor(span.TotalSeconds * 10) / 10).ToString("0.0", Culture) + " s";
        if (span < TimeSpan.FromMinutes(1))
            return $"{(int)span.TotalSeconds} s";
        if (span < TimeSpan.FromHours(1))
            return Two((int)span.TotalMinutes, "min", span.Seconds, "s");
        return span < TimeSpan.FromDays(1) ? Two((int)span.TotalHours, "h", span.Minutes, "min") : Two((int)span.TotalDays, "d", span.Hours, "h");
    }

    /// <summary>How old something is, in its largest unit: <c>4 s</c>, <c>18 min</c>, <c>2 d</c>.</summary>
    public static string Age(TimeSpan span) => span.TotalSeconds switch
    {
        < 1 => T("now"),
        < 60 => $"{(int)span.TotalSeconds} s",
        < 3600 => $"{(int)span.TotalMinutes} min",
        < 86_400 => $"{(int)span.TotalHours} h",
        _ => $"{(int)span.TotalDays} d",
    };

    /// <summary>How long ago: <c>4 s ago</c>, <c>há 4 s</c>; <c>now</c>.</summary>
    public static string Ago(TimeSpan span) => span.TotalSeconds < 1 ? T("now") : T($"{Age(span)} ago");

    /// <summary>In a sentence: <c>38 seconds</c>, <c>1 minute</c>, <c>3 hours</c>.</summary>
    public static string Spoken(TimeSpan span) => span.TotalSeconds switch
    {
        < 90 => Spoken(span.TotalSeconds, T("1 second"), n => T($"{n:N0} seconds")),
        < 5400 => Spoken(span.TotalMinutes, T("1 minute"), n => T($"{n:N0} minutes")),
        < 172_800 => Spoken(span.TotalHours, T("1 hour"), n => T($"{n:N0} hours")),
        _ => Spoken(span.TotalDays, T("1 day"), n => T($"{n:N0} days")),
    };

    /// <summary><c>one</c> to <c>nine</c>, then figures.</summary>
    public static CountWord Counted(long number) => new(number);

    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpper(text[0], Culture) + text[1..];

    /// <summary>A word inside a sentence: <c>failed</c>.</summary>
    public static string Small(string word) => word.ToLower(Culture);

    public static string Times(int times) => times switch { 1 => T("once"), 2 => T("twice"), _ => T($"{Counted(times)} times") };

    /// <summary>Hours, minutes and seconds; of a moment already in the viewer's zone.</summary>
    public static string Clock(DateTimeOffset local) => local.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    public static string ShortClock(DateTimeOffset local) => local.ToString("HH:mm", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset local) => local.ToString("d MMM yyyy", Culture);

    /// <summary>As short as still clear: the time today, day and time this year, else the date.</summary>
    public static string Moment(DateTimeOffset local, DateTimeOffset localNow) =>
        local.Date == localNow.Date ? Clock(local)
        : local.Year == localNow.Year ? local.ToString("d MMM HH:mm", Culture)
        : local.ToString("d MMM yyyy HH:mm", Culture);

    /// <summary>The whole moment in the viewer's zone, with its offset.</summary>
    public static string Exact(DateTimeOffset local) => local.ToString("d MMM yyyy, HH:mm:ss.fff zzz", Culture);

    /// <summary>What hover shows: the whole moment in UTC.</summary>
    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy, HH:mm:ss.fff 'UTC'", Culture);

    private static string Spoken(double number, string one, Func<long, string> many) => (long)Math.Round(number) is 1 ? one : many(Math.Max(0, (long)Math.Round(number)));

    private static string Two(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? $"{large} {largeUnit}" : $"{large} {largeUnit} {small} {smallUnit}";
}
