using BackOffice.Core.Common;

namespace BackOffice.Api;

/// <summary>Collects what a body lacks, so that one answer names it all.</summary>
internal sealed class Required
{
    private readonly List<FieldError> _errors = [];

    public Invalid? Error => _errors.Count == 0 ? null : new Invalid(_errors);

    public string Text(string field, string? value, int longest)
    {
        if (string.IsNullOrWhiteSpace(value) || value.Length > longest)
            _errors.Add(new FieldError("/" + field, FormattableString.Invariant($"1 to {longest} characters are needed.")));
        return value ?? "";
    }

    public T Value<T>(string field, T? value, string what)
        where T : struct
    {
        if (value is null)
            _errors.Add(new FieldError("/" + field, what));
        return value.GetValueOrDefault();
    }

    /// <summary>A word of an enum in camelCase; null when it is left out.</summary>
    public T? Word<T>(string field, string? value)
        where T : struct, Enum
    {
        if (value is null)
            return null;
        foreach (var word in Enum.GetValues<T>())
        {
            if (word.ToString().Equals(value, StringComparison.OrdinalIgnoreCase))
                return word;
        }

        _errors.Add(new FieldError("/" + field, $"One of {string.Join(", ", Enum.GetNames<T>().Select(name => char.ToLowerInvariant(name[0]) + name[1..]))} is expected."));
        return null;
    }
}
