using System.Collections.Immutable;
using BackOffice.Core.Routing.Matching;

namespace BackOffice.Core.Routing;

/// <summary>Part of a pattern: a field with its list, or a <c>$or</c>. Nested objects are flattened to the fields in them.</summary>
/// <param name="Path">Names joined with dots; of a <c>$or</c> the object that it stands in, null at the top.</param>
internal abstract record PatternPart(string? Path);

/// <summary>A field and what its value may be.</summary>
internal sealed record PatternField(string Name, ImmutableArray<ValueMatcher> Matchers) : PatternPart(Name)
{
    /// <summary>True when the list holds <c>exists: false</c>.</summary>
    public bool AllowsAbsent { get; } = Matchers.Any(matcher => matcher is AbsentMatch);

    public bool Equals(PatternField? other) => ReferenceEquals(this, other);

    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

internal sealed record PatternChoice(string? Path, ImmutableArray<PatternScope> Branches) : PatternPart(Path);

/// <summary>What must hold together, in the order it was written: of two constraints on one field the later counts.</summary>
internal sealed record PatternScope(ImmutableArray<PatternPart> Parts)
{
    /// <summary>Every way to meet the scope, with one constraint a field, sorted by the field's path as AWS sorts them (UTF-16 code units).</summary>
    public IReadOnlyList<ImmutableArray<PatternField>> Alternatives()
    {
        List<Dictionary<string, PatternField>> ways = [new(StringComparer.Ordinal)];
        Apply(ways);
        return [.. ways.Select(way => way.Values.OrderBy(field => field.Name, StringComparer.Ordinal).ToImmutableArray())];
    }

    /// <summary>Every field written in the scope, those that a later one replaces among them.</summary>
    public IEnumerable<PatternField> Fields() => Parts.SelectMany(part => part switch
    {
        PatternField field => [field],
        PatternChoice choice => choice.Branches.SelectMany(branch => branch.Fields()),
        _ => throw new InvalidOperationException(part.GetType().Name),
    });

    private void Apply(List<Dictionary<string, PatternField>> ways)
    {
        foreach (var part in Parts)
        {
            switch (part)
            {
                case PatternField field:
                    foreach (var way in ways)
                        way[field.Name] = field;
                    break;
                case PatternChoice choice:
                    var before = ways.ToList();
                    ways.Clear();
                    foreach (var branch in choice.Branches)
                    {
                        var copies = before.ConvertAll(way => new Dictionary<string, PatternField>(way, StringComparer.Ordinal));
                        branch.Apply(copies);
                        ways.AddRange(copies);
                    }

                    break;
            }
        }
    }
}
