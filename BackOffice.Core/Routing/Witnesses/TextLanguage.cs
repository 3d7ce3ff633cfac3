using System.Text;
using BackOffice.Core.Routing.Matching;

namespace BackOffice.Core.Routing.Witnesses;

/// <summary>
/// The texts that a matcher takes, as a line of steps: a step is one character in one or two forms, or anything. Two lines have a text in common when one can
/// walk both at once, which is searched breadth first, so that short texts come first.
/// </summary>
internal sealed record TextLanguage(IReadOnlyList<TextLanguage.Step> Steps)
{
    private const int MostTexts = 60;
    private const int MostStates = 20_000;
    private const string Fresh = "x";

    /// <param name="Forms">The character's forms; empty for any text.</param>
    internal readonly record struct Step(IReadOnlyList<string> Forms)
    {
        public bool IsAny => Forms.Count == 0;
    }

    private static readonly Step s_any = new([]);

    /// <summary>One for most matchers; none for those that take no text or that only the trial can tell.</summary>
    public static IEnumerable<TextLanguage> Of(ValueMatcher matcher) => matcher switch
    {
        ExactText exact => [new(Exactly(exact.Text))],
        TextPrefix prefix => [new([.. Exactly(prefix.Text), s_any])],
        TextSuffix suffix => [new([s_any, .. Exactly(suffix.Text)])],
        WildcardMatch match => [new([.. match.Wildcard.Literals.SelectMany((literal, i) => i == 0 ? Exactly(Encoding.UTF8.GetString(literal)) : [s_any, .. Exactly(Encoding.UTF8.GetString(literal))])])],
        IgnoreCaseMatch ignoreCase => [IgnoringCase(ignoreCase)],
        // An address in one spelling, and the first and the last of a block.
        AddressMatch address => Edges(address).Select(each => new TextLanguage(Exactly(each.ToString()))),
        AnythingBut or ExistsMatch => [new([s_any])],
        _ => [],
    };

    /// <summary>Texts of which each is in one language of every list.</summary>
    public static IEnumerable<string> Common(IReadOnlyList<List<TextLanguage>> lists)
    {
        if (lists.Any(list => list.Count == 0))
            return [];
        return lists.Count == 1
            ? lists[0].SelectMany(language => Texts(language, new TextLanguage([s_any])))
            : lists[0].SelectMany(_ => lists[1], (left, right) => (left, right)).SelectMany(pair => Texts(pair.left, pair.right));
    }

    /// <summary>Quickly the shortest; then, for anything-but, others that come to the same places in other words.</summary>
    private static IEnumerable<string> Texts(TextLanguage left, TextLanguage right) => Walk(left, right, visitsOfAPlace: 1).Concat(Walk(left, right, MostTexts));

    private static IEnumerable<string> Walk(TextLanguage left, TextLanguage right, int visitsOfAPlace)
    {
        var alphabet = left.Steps.Concat(right.Steps).SelectMany(step => step.Forms).Append(Fresh).Distinct(StringComparer.Ordinal).ToList();
        var queue = new Queue<(int Left, int Right, string Text)>();
        queue.Enqueue((0, 0, ""));
        var visits = new Dictionary<(int, int), int>();
        var states = 0;
        var found = 0;
        while (queue.TryDequeue(out var at) && states++ < MostStates && found < MostTexts)
        {
            if (AtEnd(left, at.Left) && AtEnd(right, at.Right))
            {
                found++;
                yield return at.Text;
            }

            foreach (var letter in alphabet)
            {
                foreach (var l in After(left, at.Left, letter))
                {
                    foreach (var r in After(right, at.Right, letter))
                    {
                        var visit = visits.GetValueOrDefault((l, r));
                        visits[(l, r)] = visit + 1;
                        if (visit < visitsOfAPlace)
                            queue.Enqueue((l, r, at.Text + letter));
                    }
                }
            }
        }
    }

    private static bool AtEnd(TextLanguage language, int at) => at == language.Steps.Count || (language.Steps[at].IsAny && AtEnd(language, at + 1));

    /// <summary>The places that a letter leads to; an "anything" takes it and stays, or takes nothing.</summary>
    private static IEnumerable<int> After(TextLanguage language, int at, string letter)
    {
        for (; at < language.Steps.Count && language.Steps[at].IsAny; at++)
            yield return at;
        if (at < language.Steps.Count && language.Steps[at].Forms.Contains(letter))
            yield return at + 1;
    }

    private static List<Step> Exactly(string text) => [.. text.EnumerateRunes().Select(rune => new Step([rune.ToString()]))];

    private static TextLanguage IgnoringCase(IgnoreCaseMatch match)
    {
        var letters = match.Variants.Characters.Select(pair => new Step([.. new[] { pair.Lower, pair.Upper }.Select(Encoding.UTF8.GetString).Distinct(StringComparer.Ordinal)]));
        return match.Place switch
        {
            CasePlace.Whole => new([.. letters]),
            CasePlace.Start => new([.. letters, s_any]),
            CasePlace.End => new([s_any, .. letters]),
        };
    }

    /// <summary>The first and the last address of a block.</summary>
    public static IEnumerable<IpLiteral> Edges(AddressMatch match)
    {
        yield return match.Network;
        if (match.MaskBits < match.Network.Width)
            yield return match.Network with { Bits = match.Network.Bits | ((UInt128.One << (match.Network.Width - match.MaskBits - 1) << 1) - 1) };
    }
}
