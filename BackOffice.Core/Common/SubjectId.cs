using System.Text.Json.Serialization;

namespace BackOffice.Core.Common;

/// <summary>What a change set changes, as <c>kind/name</c>: <c>order/GC-7KQ2-M4XD</c>, <c>flag/city_orders_instant_processing</c>.</summary>
public readonly record struct SubjectId(string Value)
{
    [JsonIgnore]
    public string Kind => Value[..Value.IndexOf('/')];

    [JsonIgnore]
    public string Name => Value[(Value.IndexOf('/') + 1)..];

    public override string ToString() => Value;
}
