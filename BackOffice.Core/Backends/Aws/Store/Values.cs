using System.Globalization;
using Amazon.DynamoDBv2.Model;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>Values to and from DynamoDB's attributes.</summary>
internal static class Values
{
    public static AttributeValue Of(string text) => new() { S = text };

    public static AttributeValue Of(long number) => new() { N = number.ToString(CultureInfo.InvariantCulture) };

    public static AttributeValue Of(bool flag) => new() { BOOL = flag };

    public static AttributeValue Of(ReadOnlyMemory<byte> bytes) => new() { B = new MemoryStream(bytes.ToArray()) };

    public static AttributeValue Of(Item map) => new() { M = map, IsMSet = true };

    public static AttributeValue Of(List<AttributeValue> list) => new() { L = list, IsLSet = true };

    public static string Text(this Item item, string name) => item[name].S;

    public static string? TextOrNull(this Item item, string name) => item.GetValueOrDefault(name)?.S;

    public static long Number(this Item item, string name) => long.Parse(item[name].N, CultureInfo.InvariantCulture);

    public static long? NumberOrNull(this Item item, string name) =>
        item.GetValueOrDefault(name)?.N is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : null;

    public static bool Flag(this Item item, string name) => item.GetValueOrDefault(name)?.BOOL ?? false;

    /// <summary>Empty where the attribute is not there.</summary>
    public static byte[] Bytes(this Item item, string name) => item.GetValueOrDefault(name)?.B?.ToArray() ?? [];

    public static Item Map(this Item item, string name) => item.GetValueOrDefault(name)?.M ?? [];

    public static List<AttributeValue> List(this Item item, string name) => item.GetValueOrDefault(name)?.L ?? [];

    public static void AddIfAny(this Item item, string name, string? text)
    {
        if (text is not null)
            item[name] = Of(text);
    }
}
