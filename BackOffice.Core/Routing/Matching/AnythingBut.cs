using System.Collections.Immutable;
using System.Text.Json;

namespace BackOffice.Core.Routing.Matching;

/// <summary>A value that is there and is none of these: null and values of another type match (AWS's recordings, *_null and *_missing).</summary>
internal sealed class AnythingBut : ValueMatcher
{
    private readonly string? _form;

    /// <param name="form">The nested operator (prefix, suffix, equals-ignore-case, wildcard), or null for plain values.</param>
    /// <param name="none">At least one, all of that form.</param>
    public AnythingBut(string? form, IEnumerable<ValueMatcher> none)
    {
        _form = form;
        None = [.. none.DistinctBy(matcher => matcher.Canonical).OrderBy(matcher => matcher.Canonical, StringComparer.Ordinal)];
    }

    public ImmutableArray<ValueMatcher> None { get; }

    public override string Words => _form is null
        ? "is anything but " + WordList.Join([.. None.Select(matcher => matcher.Words["is ".Length..])], "or")
        : "is anything but what " + WordList.Join([.. None.Select(matcher => matcher.Words)], "or");

    public override bool Matches(in EventValue value)
    {
        foreach (var matcher in None)
        {
            if (matcher.Matches(value))
                return false;
        }

        return true;
    }

    protected override void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WritePropertyName(PatternOperators.AnythingBut);
        if (_form is not null)
        {
            json.WriteStartObject();
            json.WritePropertyName(_form);
        }

        if (None.Length > 1)
            json.WriteStartArray();
        foreach (var matcher in None)
            WriteOperand(json, matcher);
        if (None.Length > 1)
            json.WriteEndArray();
        if (_form is not null)
            json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteOperand(Utf8JsonWriter json, ValueMatcher matcher)
    {
        switch (matcher)
        {
            case ExactText text:
                json.WriteStringValue(text.Text);
                break;
            case ExactNumber number:
                json.WriteRawValue(number.Text, skipInputValidation: true);
                break;
            case TextPrefix prefix:
                json.WriteStringValue(prefix.Text);
                break;
            case TextSuffix suffix:
                json.WriteStringValue(suffix.Text);
                break;
            case IgnoreCaseMatch ignoreCase:
                json.WriteStringValue(ignoreCase.Text);
                break;
            case WildcardMatch wildcard:
                json.WriteStringValue(wildcard.Wildcard.Source);
                break;
            default:
                throw new InvalidOperationException($"anything-but cannot hold {matcher.Canonical}.");
        }
    }
}
