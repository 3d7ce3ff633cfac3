namespace BackOffice.Core.Orders.Search;

/// <summary>What may stand where the person types.</summary>
/// <param name="Text">The whole query with the completion in place.</param>
/// <param name="Label">What is shown: <c>status:failed</c>.</param>
/// <param name="Hint">What it means; empty for a value that says it itself.</param>
/// <param name="Count">How many orders have the value; null where that is not counted.</param>
public sealed record Completion(string Text, string Label, string Hint, long? Count = null)
{
    private const int Most = 8;

    /// <summary>At most 8 completions of the last word of the text: fields, or values of its field. Empty when nothing can be completed.</summary>
    public static IReadOnlyList<Completion> Of(string text, KnownValues known)
    {
        if (text.Length is 0 or > QueryText.MaxLength || QueryToken.Split(text) is not [.., var last] || last.At + last.Length != text.Length)
            return [];
        return last.Field is null ? Fields(text, last) : Values(text, last, known);
    }

    private static Completion[] Fields(string text, QueryToken token)
    {
        var word = token.Values[0].Text;
        var negated = word.StartsWith('-');
        var start = negated ? word[1..] : word;
        return start.Length == 0 || token.Values[0].Quoted
            ? []
            : [.. QueryFields.All.Where(field => field.Name.StartsWith(start, StringComparison.OrdinalIgnoreCase) && (!negated || field.CanBeNegated))
                .Select(field => new Completion(text[..token.At] + (negated ? "-" : "") + field.Name + ":", field.Name + ":", field.Hint)).Take(Most)];
    }

    private static Completion[] Values(string text, QueryToken token, KnownValues known)
    {
        if (QueryFields.Find(token.Field ?? "") is not { } field)
            return [];
        var value = token.Values[^1];
        var start = KnownValues.Fold(field.Name, value.Text);
        var counts = known[field.Name].ToDictionary(had => KnownValues.Fold(field.Name, had.Text));
        return
        [
            .. field.Words.Concat(counts.Values.Select(had => had.Text)).DistinctBy(word => KnownValues.Fold(field.Name, word))
                .Select(word => (Word: word, Folded: KnownValues.Fold(field.Name, word)))
                .Where(word => word.Folded.StartsWith(start, StringComparison.Ordinal) && word.Word != value.Text && token.Values.All(other => other == value || other.Text != word.Word))
                .Select(word => new Completion(text[..value.At] + QueryText.Quote(word.Word) + " ", $"{field.Name}:{QueryText.Quote(word.Word)}", "", Count(word.Folded))).Take(Most),
        ];

        long? Count(string folded) => counts.TryGetValue(folded, out var had) ? had.Count : null;
    }
}
