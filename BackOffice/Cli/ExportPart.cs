using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using BackOffice.Core.Orders.Export;

namespace BackOffice.Cli;

/// <summary>What the last line of an export says, and the hash of all its bytes.</summary>
internal sealed record ExportEnd(long Rows, bool IsCut, string Sha256);

/// <summary>An export on its way into a file that is its owner's alone.</summary>
internal static class ExportPart
{
    private const string EndMark = "#end";
    private const string EndMember = "end";

    /// <summary>Longer than any last line.</summary>
    private const int Tail = 512;

    /// <summary>Writes the stream to the path; null when it ended without its last line.</summary>
    public static async Task<ExportEnd?> ReceiveAsync(Stream body, string path, ExportFormat format, CancellationToken cancellationToken)
    {
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(path, how);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[64 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken) is var read and > 0)
        {
            hash.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        file.Seek(-Math.Min(Tail, file.Length), SeekOrigin.End);
        var tail = new byte[Math.Min(Tail, file.Length)];
        await file.ReadExactlyAsync(tail, cancellationToken);
        return EndOf(Encoding.UTF8.GetString(tail), format) is var (rows, isCut) ? new ExportEnd(rows, isCut, Convert.ToHexStringLower(hash.GetHashAndReset())) : null;
    }

    /// <summary>What the text's last line says, if it is an export's.</summary>
    internal static (long Rows, bool IsCut)? EndOf(string text, ExportFormat format)
    {
        if (!text.EndsWith('\n'))
            return null;
        var line = text.TrimEnd('\r', '\n');
        line = line[(line.LastIndexOf('\n') + 1)..];
        return format switch
        {
            ExportFormat.Csv => line.Split(',') is [EndMark, var rows, var how, ..] && long.TryParse(rows, out var number) ? (number, how != "complete") : null,
            ExportFormat.Jsonl => JsonEnd(line),
        };
    }

    private static (long Rows, bool IsCut)? JsonEnd(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty(EndMember, out var end) && end.ValueKind is JsonValueKind.Object
                && end.TryGetProperty("rows", out var rows) && rows.TryGetInt64(out var number) && end.TryGetProperty("cut", out var cut)
                    ? (number, cut.ValueKind is not JsonValueKind.False)
                    : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
