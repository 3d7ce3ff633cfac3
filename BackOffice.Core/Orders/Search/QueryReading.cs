using BackOffice.Core.Common;

namespace BackOffice.Core.Orders.Search;

/// <summary>Reads one query, token by token; every problem is found, not only the first.</summary>
internal sealed class QueryReading(QueryTimes times)
{
    private const int MostKeys = 8;
    private static readonly Sentence s_nothingBetween = "Nothing can lie in this range: the end is before the beginning.";

    private readonly List<QueryProblem> _problems = [];
    private readonly List<string> _words = [];
    private readonly List<SearchTerm> _keys = [];
    private readonly HashSet<Headline> _with = [], _without = [];
    private readonly Dictionary<string, (List<string> Only, List<string> Except)> _facets = [];
    private OrderQuery _query = new();

    public ParsedQuery Read(IReadOnlyList<QueryToken> tokens)
    {
        foreach (var token in tokens)
            Read(token);
        if (_keys.Count > MostKeys)
            _problems.Add(new QueryProblem(0, 1, $"At most {MostKeys} keys can be asked for at once."));
        return new ParsedQuery(
            _query with
            {
                Text = _words.Count == 0 ? null : string.Join(' ', _words),
                Keys = _keys,
                Headlines = Headlines(),
                Step = FacetOf(QueryFields.Step),
                Error = FacetOf(QueryFields.Error),
                City = FacetOf(QueryFields.City),
                Variant = FacetOf(QueryFields.Variant),
                Currency = FacetOf(QueryFields.Currency),
            },
            _problems);
    }

    private void Read(QueryToken token)
    {
        if (token.Field is null)
        {
            _words.Add(token.Values[0].Text);
            return;
        }

        if (QueryFields.Find(token.Field) is not { } field)
        {
            var near = Nearest.Of(token.Field, QueryFields.All.Select(known => known.Name));
            if (near is null)
                Problem(token.At, token.Length, $"There is no field {token.Field}. Put it in quotes to look for it as it is.", null);
            else
                Problem(token.At, token.Length, $"There is no field {token.Field}. Did you mean {near}?", Respell(token, near));
            return;
        }

        if (token.Negated && !field.CanBeNegated)
        {
            Problem(token.At, token.Length, $"{field.Name} cannot be excluded.", null);
            return;
        }

        if (token.Values.Count > 1 && field.Kind is QueryKind.Key or QueryKind.Amount or QueryKind.Time)
        {
            Problem(token.Values[1].At, token.Length - (token.Values[1].At - token.At), $"{field.Name} takes one value. Ask for each by itself.", null);
            return;
        }

        foreach (var value in token.Values)
        {
            if (value.Text.Length == 0)
                Problem(token.At, token.Length, $"{field.Name}: {field.Hint}.", null);
            else
                Read(field, value, token.Negated);
        }
    }

    private void Read(QueryField field, QueryValue value, bool negated)
    {
        switch (field.Kind)
        {
            case QueryKind.Word:
                ReadWord(field, value, negated);
                break;
            case QueryKind.Text:
                Add(field.Name, TextOf(field, value.Text), negated);
                break;
            case QueryKind.Amount:
                ReadAmount(value);
                break;
            case QueryKind.Time:
                ReadTime(field, value);
                break;
            case QueryKind.Key:
                if (SearchTerms.OfField(field.Name, value.Text) is { } key)
                    _keys.Add(key);
                else
                    Problem(value.At, value.Length, $"{field.Name}: {field.Hint}.", null);
                break;
        }
    }

    private void ReadWord(QueryField field, QueryValue value, bool negated)
    {
        if (field.Words.FirstOrDefault(known => known.Equals(value.Text, StringComparison.OrdinalIgnoreCase)) is not { } word)
        {
            var near = Nearest.Of(value.Text, field.Words);
            Problem(value.At, value.Length, $"{field.Name} is one of {string.Join(", ", field.Words)}.", near);
            return;
        }

        switch (field.Name)
        {
            case QueryFields.Status:
                (negated ? _without : _with).UnionWith(word switch
                {
                    QueryFields.Person => QueryFields.NeedPerson,
                    QueryFields.Open => Enum.GetValues<Headline>().Where(headline => headline is not (Headline.Done or Headline.Cancelled or Headline.Refunded)),
                    _ => [Enum.Parse<Headline>(word, ignoreCase: true)],
                });
                break;
            case QueryFields.Path:
                var path = Enum.Parse<OrderPath>(word, ignoreCase: true);
                if (negated)
                    path = path is OrderPath.Instant ? OrderPath.Batch : OrderPath.Instant;
                if (_query.Path is { } other && other != path)
                    Problem(value.At, value.Length, "An order takes one path: leave path out for both.", null);
                _query = _query with { Path = path };
                break;
            case QueryFields.Sort:
                _query = _query with { Sort = Enum.Parse<OrderSort>(word, ignoreCase: true) };
                break;
            default:
                Add(field.Name, word, negated);
                break;
        }
    }

    private void ReadAmount(QueryValue value)
    {
        if (QueryAmounts.Read(value.Text) is not { } amount)
        {
            Problem(value.At, value.Length, QueryAmounts.Expected, null);
            return;
        }

        var both = new AmountRange(Later(_query.Amount?.From, amount.From), Earlier(_query.Amount?.To, amount.To));
        if (both.From > both.To)
            Problem(value.At, value.Length, s_nothingBetween, null);
        _query = _query with { Amount = both };
    }

    private void ReadTime(QueryField field, QueryValue value)
    {
        if (times.Read(value.Text.ToLowerInvariant()) is not { } range)
        {
            Problem(value.At, value.Length, QueryTimes.Expected, null);
            return;
        }

        var before = field.Name == QueryFields.Placed ? _query.Placed : _query.Changed;
        var both = new TimeRange(
            before?.From is { } from && !(range.From?.At > from.At) ? from : range.From,
            before?.Before is { } until && !(range.Before?.At < until.At) ? until : range.Before);
        if (both.From?.At >= both.Before?.At)
            Problem(value.At, value.Length, s_nothingBetween, null);
        _query = field.Name == QueryFields.Placed ? _query with { Placed = both } : _query with { Changed = both };
    }

    private static string TextOf(QueryField field, string text) => field.Name switch
    {
        QueryFields.City => OrderIndex.FoldCity(text),
        QueryFields.Currency => text.ToUpperInvariant(),
        _ => field.Words.FirstOrDefault(known => known.Equals(text, StringComparison.OrdinalIgnoreCase)) ?? text,
    };

    private void Add(string field, string value, bool negated)
    {
        if (!_facets.TryGetValue(field, out var facet))
            _facets.Add(field, facet = ([], []));
        var list = negated ? facet.Except : facet.Only;
        if (!list.Contains(value))
            list.Add(value);
    }

    private Facet? FacetOf(string field) => _facets.TryGetValue(field, out var facet) ? new Facet([.. facet.Only.Order(StringComparer.Ordinal)], [.. facet.Except.Order(StringComparer.Ordinal)]) : null;

    /// <summary>Empty for all. When nothing is left, an impossible list is not the list of everything: it is said.</summary>
    private Headline[] Headlines()
    {
        if (_with.Count == 0 && _without.Count == 0)
            return [];
        Headline[] left = [.. (_with.Count == 0 ? Enum.GetValues<Headline>() : [.. _with]).Except(_without).Order()];
        if (left.Length == 0)
            _problems.Add(new QueryProblem(0, 1, "No status is left: what is asked for is excluded too."));
        return left;
    }

    private static string Respell(QueryToken token, string field) =>
        (token.Negated ? "-" : "") + field + ":" + string.Join(',', token.Values.Select(value => value.Quoted ? $"\"{value.Text}\"" : value.Text));

    private static long? Later(long? a, long? b) => a is null ? b : b is null ? a : Math.Max(a.Value, b.Value);

    private static long? Earlier(long? a, long? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);

    private void Problem(int at, int length, Sentence said, string? suggestion) => _problems.Add(new QueryProblem(at, Math.Max(1, length), said, suggestion));
}
