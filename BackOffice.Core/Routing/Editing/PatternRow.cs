namespace BackOffice.Core.Routing.Editing;

/// <summary>One row of a pattern in an editor. Rows of one level must all hold.</summary>
public abstract record PatternRow;

/// <summary>A field and what its value may be.</summary>
/// <param name="Path">Names joined with dots.</param>
/// <param name="Test">What is asked.</param>
/// <param name="Values">JSON tokens as they were written: <c>"a"</c> with its quotes, <c>3e2</c>, <c>null</c>. See <see cref="RowValue"/>.</param>
public sealed record ConditionRow(string Path, RowTest Test, IReadOnlyList<string> Values) : PatternRow
{
    public bool Equals(ConditionRow? other) => other is not null && other.Path == Path && other.Test == Test && other.Values.SequenceEqual(Values);

    public override int GetHashCode() => HashCode.Combine(Path, Test, Values.Count);
}

/// <summary>A part of the pattern that no row expresses, or that cannot be read: it stays as it was written.</summary>
/// <param name="Parent">The object it stands in, names joined with dots; null at the top.</param>
/// <param name="Name">Its name there.</param>
/// <param name="Json">What the name has: JSON text.</param>
public sealed record JsonRow(string? Parent, string Name, string Json) : PatternRow
{
    public string Path => Parent is null ? Name : $"{Parent}.{Name}";
}

/// <summary><c>$or</c>: one of the branches must hold.</summary>
/// <param name="Path">The object it stands in; null at the top. It is written there as long as all its rows are of that object.</param>
/// <param name="Branches">The rows of each.</param>
public sealed record ChoiceRow(string? Path, IReadOnlyList<IReadOnlyList<PatternRow>> Branches) : PatternRow
{
    public bool Equals(ChoiceRow? other) => other is not null && other.Path == Path && other.Branches.Count == Branches.Count
        && other.Branches.Zip(Branches).All(pair => pair.First.SequenceEqual(pair.Second));

    public override int GetHashCode() => HashCode.Combine(Path, Branches.Count);
}
