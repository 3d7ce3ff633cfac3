namespace BackOffice.Core.Routing.Matching;

/// <summary>What kind of JSON value a field holds.</summary>
internal enum ValueKind : byte
{
    Text,
    Number,
    True,
    False,
    Null,
}

/// <summary>One scalar of an event, as matchers see it; read once, tried against many.</summary>
internal readonly ref struct EventValue
{
    private EventValue(ValueKind kind, ReadOnlySpan<byte> text, double number, bool isComparable)
    {
        Kind = kind;
        Text = text;
        Number = number;
        IsComparable = isComparable;
    }

    public ValueKind Kind { get; }

    /// <summary>UTF-8: a string without quotes and escapes, anything else as it was written.</summary>
    public ReadOnlySpan<byte> Text { get; }

    /// <summary>Meaningful when <see cref="IsComparable"/>.</summary>
    public double Number { get; }

    /// <summary>True for a number that a double holds without loss.</summary>
    public bool IsComparable { get; }

    public static EventValue Of(ValueKind kind, ReadOnlySpan<byte> text)
    {
        if (kind is not ValueKind.Number)
            return new EventValue(kind, text, 0, isComparable: false);
        var comparable = ComparableNumber.TryRead(text, out var number);
        return new EventValue(kind, text, number, comparable);
    }
}
