using System.Text.Json;

namespace BackOffice.Tests.Torture.Money;

/// <summary>A call of the outside gateway, as it goes over the wire.</summary>
/// <param name="Operation">scan, authorise, capture, release, refund, redeem, recredit, issue, void, send.</param>
/// <param name="Key">The effect key.</param>
/// <param name="Target">What it is about: the authorisation of a capture, the capture of a refund, the member of a redemption, the redemption of a recredit, a voucher's code hash, the address of a message.</param>
/// <param name="Minor">Minor units; 0 where there is no amount.</param>
/// <param name="Unit">Of <paramref name="Minor"/>.</param>
/// <param name="Body">Of a message its text; of a scan the verdict, and of miles the lots, that are to be answered.</param>
internal sealed record GatewayCall(string Operation, string Key, string? Target = null, long Minor = 0, string? Unit = null, string? Body = null);

/// <summary>What the gateway says of a key.</summary>
/// <param name="Said">succeeded, refused, busy, pending, reversed or unknown.</param>
internal sealed record GatewayReply(string Said, string? Reference = null, string? Code = null, string? Message = null, string? Body = null)
{
    public const string Succeeded = "succeeded";
    public const string Refused = "refused";
    public const string Busy = "busy";
    public const string Pending = "pending";
    public const string Reversed = "reversed";

    /// <summary>The gateway does not know the key.</summary>
    public const string Unknown = "unknown";
}

/// <summary>One line of the gateway's journal.</summary>
/// <param name="What">called, took, refused, ceiling, mismatch or became.</param>
/// <param name="State">After it: succeeded, pending, failed, reversed; null for calls.</param>
internal sealed record BookLine(string What, string Operation, string Key, string? Target, long Minor, string? Unit, string? Reference, string? State, string? Body)
{
    public static IReadOnlyList<BookLine> Read(string path)
    {
        using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        List<BookLine> lines = [];
        while (reader.ReadLine() is { } line)
            lines.Add(JsonSerializer.Deserialize<BookLine>(line) ?? throw new InvalidDataException($"The journal has the line '{line}'."));
        return lines;
    }
}
