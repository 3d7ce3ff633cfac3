using System.Globalization;
using System.Text;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>Keys of the one table. A subject's items share a partition: audit entries, then children, then the head.</summary>
internal static class ItemKeys
{
    /// <summary>Partitions of each list: DynamoDB takes 1,000 write units a second in one.</summary>
    public const int Shards = 4;

    /// <summary>DynamoDB's own limits, in bytes of UTF-8.</summary>
    public const int LongestPartition = 2048;
    public const int LongestSort = 1024;

    public const string HeadSort = "head";
    public const string ChildPrefix = "c#";
    public const string AuditPrefix = "a#";
    public const string SubjectPrefix = "S#";

    /// <summary>The log of audit entries in the store's order: one item a fold.</summary>
    public const string AuditLog = "AL";
    public const string Checkpoints = "CP";
    public const string Counters = "N";

    /// <summary>Ends a value before what follows it; below every character that a value may hold.</summary>
    public const char End = '\u0001';

    private const int IdPrefixLength = 4;
    private const long OutboxBlock = 10_000;
    private const string Meta = "M";

    public static readonly Item Settings = Key(Meta, "settings");
    public static readonly Item Log = Key(Meta, "log");
    public static readonly Item Actions = Key(Meta, "actions");

    public static Item Key(string partition, string sort) => new() { [Attributes.Pk] = Values.Of(partition), [Attributes.Sk] = Values.Of(sort) };

    public static string Of(SubjectId subject) => SubjectPrefix + subject.Value;

    public static SubjectId SubjectOf(string partition) => new(partition[SubjectPrefix.Length..]);

    public static Item Head(SubjectId subject) => Key(Of(subject), HeadSort);

    public static string ChildSort(string kind, string key) => $"{ChildPrefix}{kind}#{key}";

    public static (string Kind, string Key) ChildOf(string sort)
    {
        var end = sort.IndexOf('#', ChildPrefix.Length);
        return (sort[ChildPrefix.Length..end], sort[(end + 1)..]);
    }

    public static string AuditSort(long number) => AuditPrefix + Rank(number);

    public static string UniqueKey(string keyClass, string value) => $"U#{keyClass}#{value}";

    public static Item Position(string reader) => Key("P#" + reader, "P");

    public static string Journal(int shard) => string.Create(CultureInfo.InvariantCulture, $"J#{shard}");

    public static string OutboxOf(long sequence) => string.Create(CultureInfo.InvariantCulture, $"O#{sequence / OutboxBlock}");

    /// <summary>The first sequence number of the block after.</summary>
    public static long NextOutboxBlock(long sequence) => ((sequence / OutboxBlock) + 1) * OutboxBlock;

    /// <summary>Twenty digits that sort as the number does, negative ones too.</summary>
    public static string Rank(long number) => (unchecked((ulong)number) ^ (1UL << 63)).ToString("D20", CultureInfo.InvariantCulture);

    public static long NumberOf(ReadOnlySpan<char> rank) => unchecked((long)(ulong.Parse(rank, NumberStyles.None, CultureInfo.InvariantCulture) ^ (1UL << 63)));

    public static string Place(long rank, string subject) => Rank(rank) + "#" + subject;

    public static (long Rank, string Subject) PlaceOf(string text) => (NumberOf(text.AsSpan(0, 20)), text[21..]);

    /// <summary>The same for a subject always, in whatever process.</summary>
    public static int ShardOf(string subject)
    {
        var hash = 2166136261u;
        foreach (var c in subject)
            hash = (hash ^ c) * 16777619u;
        return (int)(hash % Shards);
    }

    public static string InShard(string value, int shard) => string.Create(CultureInfo.InvariantCulture, $"{value}#{shard}");

    /// <summary>Orders whose ids start alike; a search for the start of an id has at least as many characters.</summary>
    public static string IdPrefix(SubjectId subject) => subject.Name.Length <= IdPrefixLength ? subject.Name : subject.Name[..IdPrefixLength];

    /// <summary>True for classes that are searched by their start: their values lie sorted, one partition for each first character.</summary>
    public static bool IsByStart(string keyClass) => keyClass is KeyClasses.Email or KeyClasses.NameWord or KeyClasses.Phone or KeyClasses.PhoneEnd;

    /// <summary>The partition of a look-up key, and what its sort key begins with before the place of its subject.</summary>
    public static (string Partition, string Prefix) Lookup(string keyClass, string value) => IsByStart(keyClass)
        ? (StartPartition(keyClass, value), value + End)
        : ($"K#{keyClass}#{value}", "");

    public static string StartPartition(string keyClass, string value) =>
        $"K#{keyClass}#{(value.Length == 0 ? "" : Rune.GetRuneAt(value, 0).ToString())}";

    /// <summary>Name of a key in a head's map of keys.</summary>
    public static string KeyName(string keyClass, string value) => keyClass + "#" + value;
}
