using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>
/// Answers an <see cref="OrderQuery"/> from the indexes: first the places (rank and id) of a page, then the heads of those alone. One snapshot.
/// </summary>
internal sealed class OrderSearch(Database database, OrderQuery query, byte[] cursorKey, EmbeddedStoreOptions options, Action<long, JsonException> onUnreadable)
{
    public const int MostOnAPage = 1000;
    private static readonly SearchTerm?[] s_none = [null];
    private readonly string _canonical = query.Canonical();
    private readonly SearchOrder _order = SearchOrder.Of(query.Sort);

    /// <summary><see cref="Invalid"/> for a cursor that is not of this query.</summary>
    public Result<Page<OrderHead>> Run(string? cursor, int limit)
    {
        limit = Math.Clamp(limit, 1, MostOnAPage);
        var start = _order.Start;
        if (cursor is not null)
        {
            if (Keyset.FromCursor(cursor, cursorKey, _canonical) is not { } asked)
                return new Invalid("cursor", "The cursor belongs to another list. Begin at its first page.");
            start = asked;
        }

        IReadOnlyList<SearchTerm?> readings = string.IsNullOrWhiteSpace(query.Text) ? s_none : [.. SearchTerms.Of(query.Text)];
        var looked = 0L;
        for (var i = start.Term; i < readings.Count; i++)
        {
            SearchTerm[] terms = readings[i] is { } reading ? [reading, .. query.Keys] : [.. query.Keys];
            var place = i == start.Term ? start : _order.Start;
            var found = new SearchPlan(database, query, terms, options).Find(place, limit + 1);
            looked += found.Looked;
            var any = place.Found || found.Places.Count > 0;
            if (!any && found.Cut is null)
                continue;
            OrderQueries.RowsLookedAt.Record(looked);
            return Page(place with { Term = i, Found = any }, found, limit);
        }

        OrderQueries.RowsLookedAt.Record(looked);
        return Page<OrderHead>.Empty;
    }

    private Page<OrderHead> Page(Keyset start, FoundPlaces found, int limit)
    {
        var items = new List<OrderHead>(Math.Min(found.Places.Count, limit));
        foreach (var (_, id) in found.Places.Take(limit))
        {
            var row = database.Cached("SELECT json FROM heads WHERE id = ?1").Begin().Add(id);
            try
            {
                if (row.Step() && JsonSerializer.Deserialize(row.Bytes(0), StoreJson.Default.OrderHead) is { } head)
                    items.Add(head);
            }
            catch (JsonException e)
            {
                onUnreadable(id, e);
            }

            row.End();
        }

        if (found.Places.Count > limit)
            return new Page<OrderHead>(items, CursorAt(start, found.Places[limit - 1]));
        if (found.Cut is not { } cut)
            return new Page<OrderHead>(items, null);
        return new Page<OrderHead>(items, CursorAt(start, cut), _order.Column == "amount" ? null : new DateTimeOffset(cut.Rank, TimeSpan.Zero));
    }

    private string CursorAt(Keyset start, (long Rank, long Id) place) => (start with { Rank = place.Rank, Id = place.Id }).ToCursor(cursorKey, _canonical);
}
