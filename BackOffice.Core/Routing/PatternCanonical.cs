using BackOffice.Core.Routing.Matching;

namespace BackOffice.Core.Routing;

/// <summary>
/// The canonical text: objects nested and sorted (UTF-16 code units), lists sorted and without doubles, no white space. Where a field is constrained both
/// inside and outside <c>$or</c> the order of writing has a meaning: then fields are written flat, by their whole path, in that order.
/// </summary>
internal static class PatternCanonical
{
    public static string Write(EventPattern pattern) =>
        IsSortable(pattern.Scope, []) ? Sorted(pattern.Scope, within: 0, insideOr: false) : InOrder(pattern.Scope);

    /// <summary>False when a field is constrained again within a choice, or a name would stand twice in one object.</summary>
    private static bool IsSortable(PatternScope scope, HashSet<string> outer)
    {
        var seen = scope.Parts.OfType<PatternField>().Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        if (seen.Overlaps(outer))
            return false;
        var choices = scope.Parts.OfType<PatternChoice>().ToList();
        if (choices.DistinctBy(choice => choice.Path ?? "").Count() < choices.Count || choices.Exists(choice => choice.Path is { } path && seen.Contains(path)))
            return false;
        seen.UnionWith(outer);
        foreach (var choice in choices)
        {
            if (choice.Branches.Any(branch => !IsSortable(branch, seen)))
                return false;
            seen.UnionWith(choice.Branches.SelectMany(branch => branch.Fields()).Select(field => field.Name));
        }

        return true;
    }

    private static string InOrder(PatternScope scope) => "{" + string.Join(',', scope.Parts.Select(part => part switch
    {
        PatternField field => $"{JsonText.Quote(field.Name)}:{List(field)}",
        PatternChoice choice => $"\"$or\":[{string.Join(',', choice.Branches.Select(InOrder))}]",
        _ => throw new InvalidOperationException(part.GetType().Name),
    })) + "}";

    /// <param name="within">How much of each path the objects around say already.</param>
    private static string Sorted(PatternScope scope, int within, bool insideOr)
    {
        var root = new Names();
        foreach (var part in scope.Parts)
        {
            // Of one field written twice the last counts.
            root.Put(Steps(part, within, insideOr), part switch
            {
                PatternField field => List(field),
                PatternChoice choice => Choice(choice),
                _ => throw new InvalidOperationException(part.GetType().Name),
            });
        }

        return root.Write();
    }

    private static string Choice(PatternChoice choice) =>
        "[" + string.Join(',', choice.Branches.Select(branch => Sorted(branch, choice.Path is { } path ? path.Length + 1 : 0, insideOr: true)).Order(StringComparer.Ordinal)) + "]";

    private static string List(PatternField field) =>
        "[" + string.Join(',', field.Matchers.Select(matcher => matcher.Canonical).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)) + "]";

    /// <summary>The names that lead to a part; one with dots where a name of its own would be read as a word of the language.</summary>
    private static IReadOnlyList<string> Steps(PatternPart part, int within, bool insideOr)
    {
        var path = part.Path is null || part.Path.Length < within ? null : part.Path[within..];
        var names = path?.Split('.') ?? [];
        if (names.Length > 1 && names.Any(name => name == PatternOperators.Or || (insideOr && PatternOperators.ReservedInOr.Contains(name))))
            names = [path!];
        return part is PatternChoice ? [.. names, PatternOperators.Or] : names;
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
