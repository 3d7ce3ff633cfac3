using System.Globalization;
using Amazon.DynamoDBv2.Model;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>What a head has beside its JSON: the columns and places that lists are made of.</summary>
internal static class HeadItem
{
    private static readonly string[] s_optional = [Attributes.Step, Attributes.Error, Attributes.Variant, Attributes.ByStep, Attributes.ByError];
    private static readonly string[] s_due = [Attributes.ByDue, Attributes.DuePlace, Attributes.Dues];

    /// <summary>Columns, and the subject's place in each list that it is in.</summary>
    public static Item Columns(SubjectId subject, OrderIndex index)
    {
        var shard = ItemKeys.ShardOf(subject.Value);
        var placed = index.PlacedAt.UtcTicks;
        var item = new Item
        {
            [Attributes.Headline] = Values.Of((long)index.Headline),
            [Attributes.Path] = Values.Of((long)index.Path),
            [Attributes.City] = Values.Of(index.City),
            [Attributes.Currency] = Values.Of(index.Currency),
            [Attributes.Amount] = Values.Of(index.Amount),
            [Attributes.Placed] = Values.Of(placed),
            [Attributes.Changed] = Values.Of(index.ChangedAt.UtcTicks),
            [Attributes.List] = Values.Of(ItemKeys.InShard("L", shard)),
            [Attributes.PlacedPlace] = Values.Of(ItemKeys.Place(placed, subject.Value)),
            [Attributes.ChangedPlace] = Values.Of(ItemKeys.Place(index.ChangedAt.UtcTicks, subject.Value)),
            [Attributes.AmountPlace] = Values.Of(ItemKeys.Place(index.Amount, subject.Value)),
            [Attributes.ByHeadline] = Values.Of(ItemKeys.InShard(Word(index.Headline), shard)),
            [Attributes.ByCity] = Values.Of(ItemKeys.InShard(index.City, shard)),
            [Attributes.ById] = Values.Of(ItemKeys.IdPrefix(subject)),
        };
        item.AddIfAny(Attributes.Step, index.Step);
        item.AddIfAny(Attributes.Error, index.ErrorCode);
        item.AddIfAny(Attributes.Variant, index.Variant);
        item.AddIfAny(Attributes.ByStep, index.Step is null ? null : ItemKeys.InShard(index.Step, shard));
        item.AddIfAny(Attributes.ByError, index.ErrorCode is null ? null : ItemKeys.InShard(index.ErrorCode, shard));
        return item;
    }

    /// <summary>All moments in a map, and the subject's place in the list of dues: at the first of them.</summary>
    public static Item Dues(SubjectId subject, IReadOnlyList<Due> dues) => dues.Count == 0
        ? []
        : new Item
        {
            [Attributes.Dues] = Values.Of(dues.ToDictionary(due => due.Kind, due => Values.Of(due.At.UtcTicks))),
            [Attributes.ByDue] = Values.Of(ItemKeys.InShard("D", ItemKeys.ShardOf(subject.Value))),
            [Attributes.DuePlace] = Values.Of(ItemKeys.Place(dues.Min(due => due.At.UtcTicks), subject.Value)),
        };

    public static void SetColumns(UpdateText update, SubjectId subject, OrderIndex index) => Set(update, Columns(subject, index), s_optional);

    public static void SetDues(UpdateText update, SubjectId subject, IReadOnlyList<Due> dues) => Set(update, Dues(subject, dues), s_due);

    public static string Word(Headline headline) => ((int)headline).ToString(CultureInfo.InvariantCulture);

    /// <summary>The columns of an item; null for a subject that is in no list.</summary>
    public static OrderIndex? IndexOf(Item item) => item.ContainsKey(Attributes.City)
        ? new OrderIndex
        {
            Headline = (Headline)item.Number(Attributes.Headline),
            Path = (OrderPath)item.Number(Attributes.Path),
            Step = item.TextOrNull(Attributes.Step),
            ErrorCode = item.TextOrNull(Attributes.Error),
            City = item.Text(Attributes.City),
            Variant = item.TextOrNull(Attributes.Variant),
            Currency = item.Text(Attributes.Currency),
            Amount = item.Number(Attributes.Amount),
            PlacedAt = Moment(item.Number(Attributes.Placed)),
            ChangedAt = Moment(item.Number(Attributes.Changed)),
        }
        : null;

    public static DateTimeOffset Moment(long utcTicks) => new(utcTicks, TimeSpan.Zero);

    private static void Set(UpdateText update, Item item, string[] optional)
    {
        foreach (var (name, value) in item)
            update.Set(name, value);
        foreach (var name in optional.Where(name => !item.ContainsKey(name)))
            update.Remove(name);
    }
}
