using System.Text;
using Amazon.DynamoDBv2.Model;

namespace BackOffice.Core.Backends.Aws.Store;

/// <summary>How large an item is as DynamoDB counts it: names and values in UTF-8, a few bytes more for maps and lists.</summary>
internal static class ItemSize
{
    /// <summary>Bytes of one item, DynamoDB's limit.</summary>
    public const int Most = 400 * 1024;

    /// <summary>Bytes of one transaction, DynamoDB's limit.</summary>
    public const int MostTogether = 4 * 1024 * 1024;

    private const int Container = 3;

    public static int Of(Dictionary<string, AttributeValue> item)
    {
        var size = 0;
        foreach (var (name, value) in item)
            size += Encoding.UTF8.GetByteCount(name) + Of(value);
        return size;
    }

    private static int Of(AttributeValue value)
    {
        if (value.S is { } text)
            return Encoding.UTF8.GetByteCount(text);
        if (value.B is { } bytes)
            return (int)bytes.Length;
        if (value.N is { } number)
            return (number.Length / 2) + 2;
        if (value.M is { } map)
            return Container + map.Count + Of(map);
        return value.L is { } list ? Container + list.Sum(one => 1 + Of(one)) : 1;
    }
}
