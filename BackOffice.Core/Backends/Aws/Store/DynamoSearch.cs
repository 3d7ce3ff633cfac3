using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>Answers an <see cref="OrderQuery"/> from the indexes and the heads they name.</summary>
internal sealed class DynamoSearch(DynamoCalls calls, OrderQuery query, byte[] cursorKey, DynamoStoreOptions options, Action<string, JsonException> onUnreadable)
{
    private const int MostOnAPage = 1000;
    private static readonly SearchTerm?[] s_none = [null];
    private readonly string _canonical = query.Canonical();
    private readonly SearchOrder _order = new(query.Sort);

    /// <summary><see cref="Invalid"/> for a cursor that is not of this query.</summary>
    public async Task<Result<Page<OrderHead>>> RunAsync(string? cursor, int limit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        limit = Math.Clamp(limit, 1, MostOnAPage);
        var start = new DynamoCursor(0, _order.Start, Found: false);
        if (cursor is not null)
        {
            if (DynamoCursor.Of(cursor, cursorKey, _canonical) is not { } asked)
                return new Invalid("cursor", "The cursor belongs to another list. Begin at its first page.");
            start = asked;
        }

        IReadOnlyList<SearchTerm?> readings = string.IsNullOrWhiteSpace(query.Text) ? s_none : [.. SearchTerms.Of(query.Text)];
        for (var i = start.Term; i < readings.Count; i++)
        {
            SearchTerm[] terms = readings[i] is { } reading ? [reading, .. query.Keys] : [.. query.Keys];
            var begin = i == start.Term ? start : new DynamoCursor(i, _order.Start, Found: false);
            var found = await new SearchPlan(calls, query, terms, options).FindAsync(begin.At, limit + 1, cancellationToken).ConfigureAwait(false);
            var any = begin.Found || found.Rows.Count > 0;
            if (any || found.Cut is not null)
                return Page(begin with { Found = any }, found, limit);
        }

        return Page<OrderHead>.Empty;
    }

    private Page<OrderHead> Page(DynamoCursor begin, FoundRows found, int limit)
    {
        var items = new List<OrderHead>(Math.Min(found.Rows.Count, limit));
        foreach (var (at, head) in found.Rows.Take(limit))
        {
            try
            {
                if (JsonSerializer.Deserialize(head.Bytes(Attributes.Json), StoreJson.Default.OrderHead) is { } order)
                    items.Add(order);
            }
            catch (JsonException e)
            {
                onUnreadable(at.Subject, e);
            }
        }

        if (found.Rows.Count > limit)
            return new Page<OrderHead>(items, CursorAt(begin, found.Rows[limit - 1].At));
        return found.Cut is { } cut ? new Page<OrderHead>(items, CursorAt(begin, cut), _order.MomentOf(cut)) : new Page<OrderHead>(items, null);
    }

    private string CursorAt(DynamoCursor begin, Place place) => (begin with { At = place }).ToText(cursorKey, _canonical);
}
