using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using BackOffice.Core.Routing.Matching;

namespace BackOffice.Core.Routing.Witnesses;

/// <summary>One value that meets several lists at once: candidates are made from what the lists name, and each is tried.</summary>
internal static class ValueWitness
{
    /// <summary>As JSON; null when none was found.</summary>
    public static string? For(IReadOnlyList<ImmutableArray<ValueMatcher>> lists)
    {
        var matchers = lists.SelectMany(list => list).ToList();
        return Literals(matchers).Concat(Texts(lists)).Concat(Numbers(matchers)).FirstOrDefault(candidate => lists.All(list => Meets(list, candidate)))?.Json;
    }

    private static bool Meets(ImmutableArray<ValueMatcher> list, Candidate candidate) =>
        list.Any(matcher => matcher.Matches(EventValue.Of(candidate.Kind, candidate.Utf8)));

    private static IEnumerable<Candidate> Literals(List<ValueMatcher> matchers) =>
        matchers.OfType<ExactLiteral>().Select(literal => new Candidate(literal.Kind, literal.Canonical));

    private static IEnumerable<Candidate> Numbers(List<ValueMatcher> matchers)
    {
        var named = Flat(matchers).OfType<ExactNumber>().ToList();
        var bounds = named.Where(number => number.IsComparable).Select(number => number.Number)
            .Concat(matchers.OfType<NumericRange>().SelectMany(range => new[] { range.Bottom, range.Top }).OfType<double>())
            .Append(0).Distinct().Order().ToList();
        // Round numbers first; between any two neighbours there is at least one value to try.
        var tried = bounds.SelectMany(bound => new[] { bound, Math.Floor(bound) + 1, Math.Ceiling(bound) - 1 })
            .Concat(bounds.Zip(bounds.Skip(1), (low, high) => low + ((high - low) / 2)))
            .Concat(bounds.SelectMany(bound => new[] { Math.BitIncrement(bound), Math.BitDecrement(bound), bound * 2, bound / 2 }))
            .Where(double.IsFinite).Distinct();
        return named.Where(number => !number.IsComparable).Select(number => number.Text)
            .Concat(tried.Select(number => number.ToString("R", CultureInfo.InvariantCulture)))
            .Select(text => new Candidate(ValueKind.Number, text));
    }

    private static IEnumerable<Candidate> Texts(IReadOnlyList<ImmutableArray<ValueMatcher>> lists)
    {
        var languages = lists.Select(list => list.SelectMany(TextLanguage.Of).ToList()).ToList();
        // With anything-but the shortest texts may be just those left out, so several of each language are tried.
        // Two blocks of addresses share the first or the last address of one of them.
        var addresses = lists.SelectMany(list => list).OfType<AddressMatch>().SelectMany(TextLanguage.Edges).Select(address => address.ToString());
        return addresses.Concat(TextLanguage.Common(languages)).Select(text => new Candidate(ValueKind.Text, JsonText.Quote(text), text));
    }

    private static IEnumerable<ValueMatcher> Flat(IEnumerable<ValueMatcher> matchers) =>
        matchers.SelectMany(matcher => matcher is AnythingBut but ? but.None.AsEnumerable() : [matcher]);

    private sealed record Candidate(ValueKind Kind, string Json, string? Text = null)
    {
        public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(Text ?? Json);
    }
}
