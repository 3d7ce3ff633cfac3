using System.Globalization;
using System.Text.Json;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;

namespace BackOffice.Core.Backends.Embedded.Store;

/// <summary>
/// Answers an <see cref="OrderQuery"/> from the indexes: first the places (time and id) of a page, then the heads of those alone. One snapshot.
/// </summary>
internal sealed class OrderSearch(Database database, OrderQuery query, byte[] cursorKey, Action<long, JsonException> onUnreadable)
{
    public const int MostOnAPage = 1000;
    private readonly string _canonical = Canonical(query);

    /// <summary><see cref="Invalid"/> for a cursor that is not of this query.</summary>
    public Result<Page<OrderHead>> Run(string? cursor, int limit)
    {
        limit = Math.Clamp(limit, 1, MostOnAPage);
        var start = Keyset.Start;
        if (cursor is not null)
        {
            if (Keyset.FromCursor(cursor, cursorKey, _canonical) is not { } place)
                return new Invalid("cursor", "The cursor belongs to another list. Begin at its first page.");
            start = place;
        }

        if (string.IsNullOrWhiteSpace(query.Text))
            return Page(start, OrderLists.Places(database, query, start, limit + 1), limit);
        var terms = SearchTerms.Of(query.Text);
        for (var i = start.Term; i < terms.Count; i++)
        {
            var places = TermPlaces.Find(database, terms[i], query, start, limit + 1);
            // A list that was begun stays with its reading, also when it ends.
            if (places.Count > 0 || cursor is not null)
                return Page(start with { Term = i }, places, limit);
        }

        return Page<OrderHead>.Empty;
    }

    private Page<OrderHead> Page(Keyset start, List<(long Placed, long Id)> places, int limit)
    {
        var items = new List<OrderHead>(Math.Min(places.Count, limit));
        foreach (var (_, id) in places.Take(limit))
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

        var next = places.Count > limit ? (start with { Placed = places[limit - 1].Placed, Id = places[limit - 1].Id }).ToCursor(cursorKey, _canonical) : null;
        return new Page<OrderHead>(items, next);
    }

    private static string Canonical(OrderQuery query) => string.Create(
        CultureInfo.InvariantCulture,
        $"{query.Text?.Trim()}\n{string.Join(',', query.Headlines.Select(headline => (int)headline).Distinct().Order())}\n{(int?)query.Path}\n{query.Step}");
}
