using System.Globalization;
using BackOffice.Core.Common;

namespace BackOffice.Interaction;

/// <summary>How amounts, times and durations are written on a page. Names of units follow numbers: <c>178.00 USD</c>, <c>1 min 54 s</c>.</summary>
public static class Formats
{
    private static readonly CultureInfo s_culture = CultureInfo.GetCultureInfo("en-US");

    /// <summary>The viewer's culture.</summary>
    internal static CultureInfo Culture => s_culture;

    /// <summary>The number alone, grouped, with the unit's own decimals: <c>1,284.90</c>; <c>32,000</c> for miles.</summary>
    public static string Number(Money amount)
    {
        var digits = Currencies.MinorDigits(amount.Unit);
        return (amount.Minor / (decimal)Math.Pow(10, digits)).ToString("N" + digits.ToString(CultureInfo.InvariantCulture), s_culture);
    }

    public static string Unit(Money amount) => amount.Unit == Money.Miles ? "miles" : amount.Unit;

    public static string Amount(Money amount) => $"{Number(amount)} {Unit(amount)}";

    public static string Number(long value) => value.ToString("N0", s_culture);

    /// <summary>Basis points with two decimals: 4000 is <c>40.00%</c>.</summary>
    public static string Percent(int basisPoints) => (basisPoints / 100m).ToString("N2", s_culture) + "%";

    /// <summary>A bucket or dial as people compare them: <c>23.07</c>.</summary>
    public static string Points(decimal basisPoints) => (Math.Floor(basisPoints) / 100m).ToString("N2", s_culture);

    /// <summary>How long something took: <c>42 ms</c>, <c>0.4 s</c>, <c>34 s</c>, <c>1 min 54 s</c>, <c>2 h 3 min</c>, <c>4 d 1 h</c>.</summary>
    public static string Duration(TimeSpan span)
    {
        if (span < TimeSpan.Zero)
            span = TimeSpan.Zero;
        if (span > TimeSpan.Zero && span < TimeSpan.FromMilliseconds(100))
            return $"{Math.Max(1, (int)span.TotalMilliseconds)} ms";
        if (span < TimeSpan.FromSeconds(10))
            return (Math.Floor(span.TotalSeconds * 10) / 10).ToString("0.0", s_culture) + " s";
        if (span < TimeSpan.FromMinutes(1))
            return $"{(int)span.TotalSeconds} s";
        if (span < TimeSpan.FromHours(1))
            return Two((int)span.TotalMinutes, "min", span.Seconds, "s");
        return span < TimeSpan.FromDays(1) ? Two((int)span.TotalHours, "h", span.Minutes, "min") : Two((int)span.TotalDays, "d", span.Hours, "h");
    }

    /// <summary>How old something is, in its largest unit: <c>4 s</c>, <c>18 min</c>, <c>2 d</c>.</summary>
    public static string Age(TimeSpan span) => span.TotalSeconds switch
    {
        < 1 => "now",
        < 60 => $"{(int)span.TotalSeconds} s",
        < 3600 => $"{(int)span.TotalMinutes} min",
        < 86_400 => $"{(int)span.TotalHours} h",
        _ => $"{(int)span.TotalDays} d",
    };

    /// <summary>In a sentence: <c>38 seconds</c>, <c>1 minute</c>, <c>3 hours</c>.</summary>
    public static string Spoken(TimeSpan span)
    {
        var (number, unit) = span.TotalSeconds switch
        {
            < 90 => (Math.Max(0, (long)Math.Round(span.TotalSeconds)), "second"),
            < 5400 => ((long)Math.Round(span.TotalMinutes), "minute"),
            < 172_800 => ((long)Math.Round(span.TotalHours), "hour"),
            _ => ((long)Math.Round(span.TotalDays), "day"),
        };
        return number == 1 ? $"1 {unit}" : $"{Number(number)} {unit}s";
    }

    /// <summary><c>one</c> to <c>nine</c>, then figures.</summary>
    public static string Counted(long number) =>
        number is >= 1 and <= 9 ? new[] { "one", "two", "three", "four", "five", "six", "seven", "eight", "nine" }[number - 1] : Number(number);

    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpper(text[0], s_culture) + text[1..];

    /// <summary>A word inside a sentence: <c>failed</c>.</summary>
    public static string Small(string word) => word.ToLower(s_culture);

    public static string Times(int times) => times switch { 1 => "once", 2 => "twice", _ => $"{Counted(times)} times" };

    /// <summary>Hours, minutes and seconds; of a moment already in the viewer's zone.</summary>
    public static string Clock(DateTimeOffset local) => local.ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    public static string ShortClock(DateTimeOffset local) => local.ToString("HH:mm", CultureInfo.InvariantCulture);

    public static string Day(DateTimeOffset local) => local.ToString("d MMM yyyy", s_culture);

    /// <summary>As short as still clear: the time today, day and time this year, else the date.</summary>
    public static string Moment(DateTimeOffset local, DateTimeOffset localNow) =>
        local.Date == localNow.Date ? Clock(local)
        : local.Year == localNow.Year ? local.ToString("d MMM HH:mm", s_culture)
        : local.ToString("d MMM yyyy HH:mm", s_culture);

    /// <summary>The whole moment in the viewer's zone, with its offset.</summary>
    public static string Exact(DateTimeOffset local) => local.ToString("d MMM yyyy, HH:mm:ss.fff zzz", s_culture);

    /// <summary>What hover shows: the whole moment in UTC.</summary>
    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy, HH:mm:ss.fff 'UTC'", s_culture);

    private static string Two(int large, string largeUnit, int small, string smallUnit) =>
        small == 0 ? $"{large} {largeUnit}" : $"{large} {largeUnit} {small} {smallUnit}";
}
