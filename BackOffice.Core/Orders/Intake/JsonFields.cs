using System.Globalization;
using System.Text;
using System.Text.Json;
using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Intake;

/// <summary>
/// The members of one object, read once each. What is missing, doubled, unknown or of the wrong type is a finding; the reader then goes on with a
/// stand-in, so that every other fault is found too. Stand-ins never leave the parser: a document with a finding gives no order.
/// </summary>
internal sealed class JsonFields
{
    private readonly Findings _findings;
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);

    private JsonFields(Findings findings, string pointer)
    {
        _findings = findings;
        Pointer = pointer;
    }

    public string Pointer { get; }

    /// <summary>Null, with a finding, when it is no object.</summary>
    public static JsonFields? Open(JsonElement element, string pointer, Findings findings)
    {
        if (element.ValueKind is not JsonValueKind.Object)
        {
            findings.Add(pointer, "must be an object");
            return null;
        }
        var fields = new JsonFields(findings, pointer);
        foreach (var member in element.EnumerateObject())
        {
            if (NameOf(member) is not { } name)
                findings.Add(pointer, "has a member whose name holds half of a surrogate pair");
            else if (!fields._members.TryAdd(name, member.Value))
                findings.Add(Findings.Join(pointer, name), "stands twice");
        }
        return fields;
    }

    public bool Has(string name) => _members.ContainsKey(name);

    public string Text(string name, TextRule rule) => OptionalText(name, rule) ?? Missing(name) ?? "";

    public string? OptionalText(string name, TextRule rule)
    {
        if (!_members.Remove(name, out var element))
            return null;
        if (StringOf(name, element) is not { } text)
            return "";
        if ((rule.MaxLength < text.Length && CountRunes(text) > rule.MaxLength) || rule.Pattern?.IsMatch(text) == false)
            Fault(name, rule.Message);
        return text;
    }

    /// <summary>One of the words; the first stands in.</summary>
    public string Word(string name, params ReadOnlySpan<string> words)
    {
        if (!_members.Remove(name, out var element))
            return Missing(name) ?? words[0];
        if (StringOf(name, element) is { } text)
        {
            foreach (var word in words)
            {
                if (word == text)
                    return word;
            }
            Fault(name, "must be " + string.Join(" or ", words!));
        }
        return words[0];
    }

    /// <summary>An integer, however JSON writes it (20, 2e1); the least stands in.</summary>
    public long Integer(string name, long least, long most)
    {
        if (!_members.Remove(name, out var element))
        {
            Missing(name);
            return least;
        }
        if (element.ValueKind is not JsonValueKind.Number)
            Fault(name, "must be an integer");
        else if (!JsonNumber.Parse(element.GetRawText()).TryGetInteger(out var value))
            Fault(name, $"must be an integer from {Plain(least)} to {Plain(most)}");
        else if (value < least || value > most)
            Fault(name, $"must be from {Plain(least)} to {Plain(most)}");
        else
            return value;
        return least;
    }

    public DateTimeOffset Time(string name) => OptionalTime(name) ?? MissingTime(name);

    public DateTimeOffset? OptionalTime(string name)
    {
        if (!_members.Remove(name, out var element))
            return null;
        if (StringOf(name, element) is { } text)
        {
            if (TextRules.Time.Pattern?.IsMatch(text) == true
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
            {
                return time.ToUniversalTime();
            }
            Fault(name, TextRules.Time.Message);
        }
        return DateTimeOffset.UnixEpoch;
    }

    public Money Money(string name, long most) => OptionalMoney(name, most) ?? Zero(name);

    public Money? OptionalMoney(string name, long most)
    {
        if (!_members.Remove(name, out var element))
            return null;
        if (Open(element, Findings.Join(Pointer, name), _findings) is not { } fields)
            return default(Money);
        var minor = fields.Integer("minor", 1, most);
        var unit = fields.Text("unit", TextRules.Currency);
        if (unit.Length == 3 && (!Currencies.IsKnown(unit)) && TextRules.Currency.Pattern?.IsMatch(unit) == true)
            fields.Fault("unit", "is not an ISO 4217 currency in circulation");
        fields.Close();
        return new(minor, unit);
    }

    /// <summary>Whole miles; null when they are left out.</summary>
    public Money? OptionalMiles(string name, long most)
    {
        if (!_members.Remove(name, out var element))
            return null;
        if (Open(element, Findings.Join(Pointer, name), _findings) is not { } fields)
            return default(Money);
        var minor = fields.Integer("minor", 1, most);
        fields.Word("unit", Core.Common.Money.Miles);
        fields.Close();
        return new(minor, Core.Common.Money.Miles);
    }

    /// <summary>Whole miles, which must be there.</summary>
    public Money Miles(string name, long most) => OptionalMiles(name, most) ?? Zero(name);

    /// <summary>An object; null, with a finding, when it is missing or something else.</summary>
    public JsonFields? Object(string name)
    {
        if (_members.Remove(name, out var element))
            return Open(element, Findings.Join(Pointer, name), _findings);
        Missing(name);
        return null;
    }

    /// <summary>The elements of an array with their pointers; none, with a finding, when the count is wrong. Reads no more than the most.</summary>
    public IReadOnlyList<(string Pointer, JsonElement Element)> Items(string name, int least, int most, bool required = true)
    {
        if (!_members.Remove(name, out var element))
        {
            if (required)
                Missing(name);
            return [];
        }
        var pointer = Findings.Join(Pointer, name);
        if (element.ValueKind is not JsonValueKind.Array)
        {
            _findings.Add(pointer, "must be an array");
            return [];
        }
        var count = element.GetArrayLength();
        if (count < least || count > most)
            _findings.Add(pointer, least == most ? $"must have exactly {least}" : $"must have {least} to {most}, not {count}");
        return [.. element.EnumerateArray().Take(most).Select((item, index) => (Findings.Join(pointer, index), item))];
    }

    /// <summary>Whatever was not read is not known.</summary>
    public void Close()
    {
        foreach (var name in _members.Keys)
            Fault(name, "is not known here");
    }

    public void Fault(string name, string message) => _findings.Add(Findings.Join(Pointer, name), message);

    private string? StringOf(string name, JsonElement element)
    {
        if (element.ValueKind is not JsonValueKind.String)
        {
            Fault(name, "must be a string");
            return null;
        }
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            // System.Text.Json's way to say that \ud800 stands alone.
            Fault(name, "holds half of a surrogate pair");
            return null;
        }
    }

    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private string? Missing(string name)
    {
        Fault(name, "is missing");
        return null;
    }

    private DateTimeOffset MissingTime(string name)
    {
        Missing(name);
        return DateTimeOffset.UnixEpoch;
    }

    private Money Zero(string name)
    {
        Missing(name);
        return default;
    }

    private static int CountRunes(string text)
    {
        var count = 0;
        foreach (var _ in text.EnumerateRunes())
            count++;
        return count;
    }

    private static string Plain(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
