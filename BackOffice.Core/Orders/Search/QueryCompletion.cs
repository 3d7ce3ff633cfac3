namespace BackOffice.Core.Orders.Search;

/// <summary>What may stand where the person types.</summary>
/// <param name="Text">The whole query with the completion in place.</param>
/// <param name="Label">What is shown: <c>status:failed</c>.</param>
/// <param name="Hint">What it means; empty for a value that says it itself.</param>
public sealed record Completion(string Text, string Label, string Hint)
{
    private const int Most = 8;

    /// <summary>At most 8 completions of the last word of the text: fields, or values of its field. Empty when nothing can be completed.</summary>
    public static IReadOnlyList<Completion> Of(string text)
    {
        if (text.Length is 0 or > QueryText.MaxLength || QueryToken.Split(text) is not [.., var last] || last.At + last.Length != text.Length)
            return [];
        return last.Field is null ? Fields(text, last) : Values(text, last);
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

    private static Completion[] Values(string text, QueryToken token)
    {
        if (QueryFields.Find(token.Field ?? "") is not { } field)
            return [];
        var value = token.Values[^1];
        return [.. field.Words.Where(word => word.StartsWith(value.Text, StringComparison.OrdinalIgnoreCase) && word.Length > value.Text.Length && token.Values.All(other => other == value || other.Text != word))
            .Select(word => new Completion(text[..value.At] + QueryText.Quote(word) + " ", $"{field.Name}:{word}", "")).Take(Most)];
    }
}
