using BackOffice.Core.Routing.Matching;

namespace BackOffice.Core.Routing;

/// <summary>
/// The canonical text: objects nested and sorted (UTF-16 code units), lists sorted and without doubles, no white space. Where a field is constrained both
/// inside and outside <c>$or</c> the order of writing has a meaning: then fields are written flat, by their whole path, in that order.
/// </summary>
internal static class PatternCanonical
{
    public static string Write(EventPattern pattern) =>
        IsSortable(pattern.Scope, prefix: null, []) ? Sorted(pattern.Scope, prefix: null, insideOr: false) : InOrder(pattern.Scope);

    /// <summary>False when a field is constrained again within a choice, or two choices would stand in one object.</summary>
    private static bool IsSortable(PatternScope scope, string? prefix, HashSet<string> outer)
    {
        var seen = scope.Parts.OfType<PatternField>().Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        if (seen.Overlaps(outer))
            return false;
        var choices = scope.Parts.OfType<PatternChoice>().Select(choice => (choice.Branches, Place: Place(choice, scope, prefix))).ToList();
        if (choices.DistinctBy(choice => choice.Place ?? "").Count() < choices.Count)
            return false;
        seen.UnionWith(outer);
        foreach (var (branches, place) in choices)
        {
            if (branches.Any(branch => !IsSortable(branch, place, seen)))
                return false;
            seen.UnionWith(branches.SelectMany(branch => branch.Fields()).Select(field => field.Name));
        }

        return true;
    }

    /// <summary>The object that a choice is written in: its own, unless the scope has a list under that name.</summary>
    private static string? Place(PatternChoice choice, PatternScope scope, string? prefix) =>
        scope.Parts.Any(part => part is PatternField field && field.Name == choice.Path) ? prefix : choice.Path;

    private static string InOrder(PatternScope scope) => "{" + string.Join(',', scope.Parts.Select(part => part switch
    {
        PatternField field => $"{JsonText.Quote(field.Name)}:{List(field)}",
        PatternChoice choice => $"\"$or\":[{string.Join(',', choice.Branches.Select(InOrder))}]",
        _ => throw new InvalidOperationException(part.GetType().Name),
    })) + "}";

    /// <param name="scope">What to write.</param>
    /// <param name="prefix">The path of the object that the scope is written in.</param>
    /// <param name="insideOr">Whether a <c>$or</c> is around.</param>
    private static string Sorted(PatternScope scope, string? prefix, bool insideOr)
    {
        var root = new Names();
        foreach (var part in scope.Parts)
        {
            // Of one field written twice the last counts.
            if (part is PatternField field)
            {
                root.Put(Steps(field.Name, prefix, insideOr), List(field));
            }
            else if (part is PatternChoice choice)
            {
                var place = Place(choice, scope, prefix);
                var branches = choice.Branches.Select(branch => Sorted(branch, place, insideOr: true)).Order(StringComparer.Ordinal);
                root.Put([.. place is null || place == prefix ? [] : Steps(place, prefix, insideOr), PatternOperators.Or], $"[{string.Join(',', branches)}]");
            }
        }

        return root.Write();
    }

    private static string List(PatternField field) =>
        "[" + string.Join(',', field.Matchers.Select(matcher => matcher.Canonical).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) + "]";

    /// <summary>The names that lead to a part; one with dots where a name of its own would be read as a word of the language.</summary>
    private static string[] Steps(string path, string? prefix, bool insideOr)
    {
        var rest = prefix is null ? path : path[(prefix.Length + 1)..];
        var names = rest.Split('.');
        return names.Length > 1 && names.Any(name => name == PatternOperators.Or || (insideOr && PatternOperators.ReservedInOr.Contains(name))) ? [rest] : names;
    }

    /// <summary>Nested objects in the making.</summary>
    private sealed class Names
    {
        private readonly Dictionary<string, Names> _inside = new(StringComparer.Ordinal);
        private string? _value;

        public void Put(IReadOnlyList<string> steps, string value)
        {
            var at = this;
            foreach (var step in steps)
            {
                if (!at._inside.TryGetValue(step, out var next))
                    at._inside.Add(step, next = new Names());
                at = next;
            }

            at._value = value;
        }

        public string Write() =>
            "{" + string.Join(',', Members().OrderBy(member => member.Name, StringComparer.Ordinal).Select(member => $"{JsonText.Quote(member.Name)}:{member.Value}")) + "}";

        // A name with a list of its own cannot hold an object too: what is beneath it is written with dots.
        private IEnumerable<(string Name, string Value)> Members() => _inside.SelectMany(pair => pair.Value._value is { } value
            ? pair.Value.Members().Select(member => (pair.Key + "." + member.Name, member.Value)).Prepend((pair.Key, value))
            : [(pair.Key, pair.Value.Write())]);
    }
}
