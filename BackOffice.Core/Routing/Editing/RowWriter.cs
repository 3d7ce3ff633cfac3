using BackOffice.Core.Routing.Matching;

namespace BackOffice.Core.Routing.Editing;

/// <summary>
/// From rows to a pattern's JSON. Fields of one object are written together, where the first of them stands; where a field is asked for inside and outside a choice the
/// order of writing has a meaning, and every field is written flat, by its whole path, in the order of the rows (as <see cref="PatternCanonical"/> does).
/// </summary>
internal static class RowWriter
{
    public static string Write(IReadOnlyList<PatternRow> rows) => HasOrder(rows, prefix: null, []) ? Flat(rows, 0) : Nested(rows, prefix: null, insideOr: false, 0);

    /// <summary>True when a field is asked for again within a choice, or two choices would stand in one object. Of two rows of one level the later counts wherever they stand.</summary>
    private static bool HasOrder(IReadOnlyList<PatternRow> rows, string? prefix, HashSet<string> outer)
    {
        var seen = rows.Where(row => row is not ChoiceRow).Select(row => PathOf(row, rows, prefix)).ToHashSet(StringComparer.Ordinal);
        var choices = rows.OfType<ChoiceRow>().ToList();
        if (seen.Overlaps(outer) || choices.DistinctBy(choice => PathOf(choice, rows, prefix)).Count() < choices.Count)
            return true;
        seen.UnionWith(outer);
        foreach (var choice in choices)
        {
            var place = Place(choice, rows, prefix);
            if (choice.Branches.Any(branch => HasOrder(branch, place, seen)))
                return true;
            seen.UnionWith(choice.Branches.SelectMany(branch => Fields(branch)));
        }

        return false;
    }

    private static string PathOf(PatternRow row, IReadOnlyList<PatternRow> scope, string? prefix) => row switch
    {
        ConditionRow condition => condition.Path,
        JsonRow json => json.Path,
        ChoiceRow choice => Place(choice, scope, prefix) is { } place ? $"{place}.{PatternOperators.Or}" : PatternOperators.Or,
        _ => throw new InvalidOperationException(row.GetType().Name),
    };

    private static IEnumerable<string> Fields(IReadOnlyList<PatternRow> rows) => rows.SelectMany(row => row switch
    {
        ConditionRow condition => [condition.Path],
        JsonRow json => [json.Path],
        ChoiceRow choice => choice.Branches.SelectMany(Fields),
        _ => throw new InvalidOperationException(row.GetType().Name),
    });

    /// <summary>The object a choice is written in: its own while everything in it is of that object, else the one around.</summary>
    private static string? Place(ChoiceRow choice, IReadOnlyList<PatternRow> scope, string? prefix)
    {
        if (choice.Path is not { } own || own == prefix)
            return prefix;
        var isBelow = prefix is null || own.StartsWith(prefix + ".", StringComparison.Ordinal);
        var isFree = scope.All(row => row is ChoiceRow || PathOf(row, [], null) != own);
        return isBelow && isFree && choice.Branches.SelectMany(Fields).All(path => path.StartsWith(own + ".", StringComparison.Ordinal)) ? own : prefix;
    }

    private static string Flat(IReadOnlyList<PatternRow> rows, int depth) => Object(
        [
            .. rows.Select(row => row switch
            {
                ConditionRow condition => (condition.Path, List(condition)),
                JsonRow { Name: PatternOperators.Or, Parent: { } parent } json => (parent, Object([(PatternOperators.Or, json.Json)], depth + 1)),
                JsonRow json => (json.Path, json.Json),
                ChoiceRow choice => (PatternOperators.Or, Branches(choice, branch => Flat(branch, depth + 2), depth + 1)),
                _ => throw new InvalidOperationException(row.GetType().Name),
            }),
        ],
        depth);

    private static string Nested(IReadOnlyList<PatternRow> rows, string? prefix, bool insideOr, int depth)
    {
        var root = new Names();
        foreach (var row in rows)
        {
            switch (row)
            {
                case ConditionRow condition:
                    root.Put(Steps(condition.Path, prefix, insideOr), _ => List(condition));
                    break;
                case JsonRow json:
                    root.Put(json.Name == PatternOperators.Or ? [.. Above(json.Parent, prefix, insideOr), json.Name] : Steps(json.Path, prefix, insideOr), _ => json.Json);
                    break;
                case ChoiceRow choice:
                    var place = Place(choice, rows, prefix);
                    root.Put([.. Above(place, prefix, insideOr), PatternOperators.Or], at => Branches(choice, branch => Nested(branch, place, insideOr: true, at + 1), at));
                    break;
            }
        }

        return root.Write(depth);
    }

    private static string[] Above(string? place, string? prefix, bool insideOr) => place is null || place == prefix ? [] : Steps(place, prefix, insideOr);

    /// <summary>The names that lead to a field; one with dots where a name of its own would be read as a word of the language.</summary>
    private static string[] Steps(string path, string? prefix, bool insideOr)
    {
        var rest = prefix is null ? path : path[(prefix.Length + 1)..];
        var names = rest.Split('.');
        return names.Length > 1 && names.Any(name => name == PatternOperators.Or || (insideOr && PatternOperators.ReservedInOr.Contains(name))) ? [rest] : names;
    }

    private static string Branches(ChoiceRow choice, Func<IReadOnlyList<PatternRow>, string> write, int depth) =>
        "[" + string.Join(',', choice.Branches.Select(branch => Line(depth + 1) + write(branch))) + Line(depth) + "]";

    private static string List(ConditionRow row) => row.Test switch
    {
        RowTest.IsOneOf => Array(row.Values),
        RowTest.IsAnyCase => Each(row, value => Expression(PatternOperators.EqualsIgnoreCase, value)),
        RowTest.StartsWith => Each(row, value => Expression(PatternOperators.Prefix, value)),
        RowTest.StartsWithAnyCase => Each(row, value => Expression(PatternOperators.Prefix, Expression(PatternOperators.EqualsIgnoreCase, value))),
        RowTest.EndsWith => Each(row, value => Expression(PatternOperators.Suffix, value)),
        RowTest.EndsWithAnyCase => Each(row, value => Expression(PatternOperators.Suffix, Expression(PatternOperators.EqualsIgnoreCase, value))),
        RowTest.IsLike => Each(row, value => Expression(PatternOperators.Wildcard, value)),
        RowTest.IsAddressIn => Each(row, value => Expression(PatternOperators.Cidr, value)),
        RowTest.IsPresent => One(Expression(PatternOperators.Exists, "true")),
        RowTest.IsAbsent => One(Expression(PatternOperators.Exists, "false")),
        RowTest.NumberIs => Number("=", row),
        RowTest.NumberAtLeast => Number(">=", row),
        RowTest.NumberMoreThan => Number(">", row),
        RowTest.NumberAtMost => Number("<=", row),
        RowTest.NumberLessThan => Number("<", row),
        RowTest.NumberBetween => One(Expression(PatternOperators.Numeric, Array(row.Values))),
        RowTest.IsNoneOf => One(Expression(PatternOperators.AnythingBut, Several(row))),
        RowTest.NotAnyCase => Not(PatternOperators.EqualsIgnoreCase, row),
        RowTest.NotStartsWith => Not(PatternOperators.Prefix, row),
        RowTest.NotEndsWith => Not(PatternOperators.Suffix, row),
        RowTest.NotLike => Not(PatternOperators.Wildcard, row),
    };

    private static string Number(string comparison, ConditionRow row) => One(Expression(PatternOperators.Numeric, Array([$"\"{comparison}\"", .. row.Values])));

    private static string Not(string form, ConditionRow row) => One(Expression(PatternOperators.AnythingBut, Expression(form, Several(row))));

    private static string Several(ConditionRow row) => row.Values is [var only] ? only : Array(row.Values);

    private static string Each(ConditionRow row, Func<string, string> write) => Array([.. row.Values.Select(write)]);

    private static string One(string member) => $"[{member}]";

    private static string Array(IReadOnlyList<string> members) => $"[{string.Join(", ", members)}]";

    private static string Expression(string name, string operand) => $"{{ \"{name}\": {operand} }}";

    private static string Object(IReadOnlyList<(string Name, string Text)> members, int depth) => members.Count == 0
        ? "{}"
        : "{" + string.Join(',', members.Select(member => $"{Line(depth + 1)}{JsonText.Quote(member.Name)}: {member.Text}")) + Line(depth) + "}";

    private static string Line(int depth) => "\n" + new string(' ', 2 * depth);

    /// <summary>Nested objects in the making, in the order in which their first parts were put.</summary>
    private sealed class Names
    {
        private readonly List<(string Name, Names Inside)> _inside = [];
        private readonly List<Func<int, string>> _texts = [];

        public void Put(IReadOnlyList<string> steps, Func<int, string> text)
        {
            var at = this;
            foreach (var step in steps)
            {
                var next = at._inside.Find(each => each.Name == step).Inside;
                if (next is null)
                    at._inside.Add((step, next = new Names()));
                at = next;
            }

            at._texts.Add(text);
        }

        public string Write(int depth) => Object([.. Members().Select(member => (member.Name, member.Text(depth + 1)))], depth);

        // A name with a list of its own cannot hold an object too: what is beneath it is written with dots.
        private IEnumerable<(string Name, Func<int, string> Text)> Members() => _inside.SelectMany(each => each.Inside._texts.Count > 0
            ? each.Inside._texts.Select(text => (each.Name, text)).Concat(each.Inside.Members().Select(member => ($"{each.Name}.{member.Name}", member.Text)))
            : [(each.Name, (Func<int, string>)each.Inside.Write)]);
    }
}
