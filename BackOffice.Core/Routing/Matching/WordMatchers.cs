using System.Text.Json;

namespace BackOffice.Core.Routing.Matching;

/// <summary>true, false or null.</summary>
internal sealed class ExactLiteral(ValueKind kind) : ValueMatcher
{
    public ValueKind Kind { get; } = kind;

    public override string Words => Kind switch
    {
        ValueKind.True => "is true",
        ValueKind.False => "is false",
        _ => "is null",
    };

    public override bool Matches(in EventValue value) => value.Kind == Kind;

    protected override void WriteTo(Utf8JsonWriter json)
    {
        if (Kind is ValueKind.Null)
            json.WriteNullValue();
        else
            json.WriteBooleanValue(Kind is ValueKind.True);
    }
}

/// <summary><c>exists: true</c>: any value, null among them.</summary>
internal sealed class ExistsMatch : ValueMatcher
{
    public override string Words => "is present";

    public override bool Matches(in EventValue value) => true;

    protected override void WriteTo(Utf8JsonWriter json) => Presence.Write(json, exists: true);
}

/// <summary><c>exists: false</c>: no value does; that the field is absent is decided by whoever knows the whole event.</summary>
internal sealed class AbsentMatch : ValueMatcher
{
    public override string Words => "is absent";

    public override bool Matches(in EventValue value) => false;

    protected override void WriteTo(Utf8JsonWriter json) => Presence.Write(json, exists: false);
}

file static class Presence
{
    public static void Write(Utf8JsonWriter json, bool exists)
    {
        json.WriteStartObject();
        json.WriteBoolean(PatternOperators.Exists, exists);
        json.WriteEndObject();
    }
}
