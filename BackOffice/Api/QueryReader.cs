using System.Globalization;
using BackOffice.Core.Common;

namespace BackOffice.Api;

/// <summary>Reads query parameters and collects what is wrong with them.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    public const int MaxLimit = 200;

    private readonly List<FieldError> _errors = [];

    public Invalid? Error => _errors.Count == 0 ? null : new Invalid(_errors);

    public string? Text(string name) => query[name].ToString() is { Length: > 0 } text ? text : null;

    /// <summary>1 to <paramref name="max"/>; 50 when left out.</summary>
    public int Limit(int max = MaxLimit)
    {
        if (Text("limit") is not { } text)
            return Math.Min(50, max);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit >= 1 && limit <= max)
            return limit;
        _errors.Add(new FieldError("limit", FormattableString.Invariant($"A number from 1 to {max} is expected.")));
        return max;
    }

    /// <summary>UTC when left out.</summary>
    public TimeZoneInfo Zone(string name)
    {
        if (Text(name) is not { } text)
            return TimeZoneInfo.Utc;
        if (TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone))
            return zone;
        Add(name, "An IANA time zone is expected: America/New_York.");
        return TimeZoneInfo.Utc;
    }

    /// <summary>ISO 8601 with its offset, or UTC; null when left out.</summary>
    public DateTimeOffset? Moment(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
            return at;
        Add(name, "A moment is expected: 2026-11-23T02:45:00Z.");
        return null;
    }

    public void Add(string name, string message) => _errors.Add(new FieldError(name, message));

    public bool Flag(string name)
    {
        if (Text(name) is not { } text)
            return false;
        if (bool.TryParse(text, out var value))
            return value;
        _errors.Add(new FieldError(name, "true or false is expected."));
        return false;
    }

    /// <summary>A whole number of 0 or more; wrong too when left out.</summary>
    public long Number(string name)
    {
        if (long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        Add(name, "A whole number is needed.");
        return 0;
    }

    /// <summary>Words of an enum in any case, repeated or separated by commas.</summary>
    public IReadOnlyList<T> Words<T>(string name)
        where T : struct, Enum
    {
        var words = new List<T>();
        foreach (var text in query[name].SelectMany(value => (value ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (Enum.TryParse<T>(text, ignoreCase: true, out var word) && Enum.IsDefined(word) && !char.IsAsciiDigit(text[0]))
                words.Add(word);
            else
                _errors.Add(new FieldError(name, $"'{text}' is none of {string.Join(", ", Enum.GetNames<T>().Select(JsonName))}."));
        }

        return words;
    }

    private static string JsonName(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
