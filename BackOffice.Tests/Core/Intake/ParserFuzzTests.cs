using System.Text;
using BackOffice.Core.Common;
using BackOffice.Core.Orders.Intake;
using CsCheck;

namespace BackOffice.Tests.Core.Intake;

/// <summary>No bytes make the parser throw; whatever it takes, it takes again when written in the canonical way.</summary>
public sealed class ParserFuzzTests
{
    private static readonly byte[] s_good = Encoding.UTF8.GetBytes(Orders.Line().ToJsonString());

    private static readonly byte[][] s_pieces =
        [.. new[] { "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\\udc00", "null", "1e999", "-", "0", ".", "\"kind\":", "\"lines\":[", "\u0000", "\u2028", "é" }
            .Select(Encoding.UTF8.GetBytes), [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xef, 0xbb, 0xbf], [0xf4, 0x90, 0x80, 0x80]];

    [Fact]
    public void Parse_AnyBytes_NeverThrows() =>
        Gen.Byte.Array[0, 200].Sample(bytes => Check(bytes), iter: 2_000);

    [Fact]
    public void Parse_AnyJson_NeverThrows() =>
        Gen.Int[0, int.MaxValue].Sample(seed => Check(Encoding.UTF8.GetBytes(RandomJson.Write(new Random(seed), 5))), iter: 2_000);

    [Fact]
    public void Parse_GoodOrderWithBytesChanged_NeverThrows() =>
        Gen.Int[0, int.MaxValue].Sample(seed => Check(Spoil(new Random(seed))), iter: 5_000);

    private static byte[] Spoil(Random random)
    {
        var bytes = new List<byte>(s_good);
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(4))
            {
                case 0:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 20), bytes.Count - at));
                    break;
                case 2:
                    bytes.InsertRange(at, s_pieces[random.Next(s_pieces.Length)]);
                    break;
                default:
                    var length = Math.Min(random.Next(1, 60), bytes.Count - at);
                    bytes.InsertRange(random.Next(bytes.Count), bytes.GetRange(at, length));
                    break;
            }
            if (bytes.Count == 0)
                break;
        }
        return [.. bytes];
    }

    private static void Check(byte[] bytes)
    {
        AssertTyped(OrderRequestParser.Parse(bytes));
        var line = OrderRequestParser.ParseImportLine(bytes);
        AssertTyped(line);
        if (!line.IsSuccess)
            return;
        using var document = System.Text.Json.JsonDocument.Parse(bytes);
        var again = OrderRequestParser.ParseImportLine(Encoding.UTF8.GetBytes(CanonicalJson.Text(document.RootElement)));
        Assert.Equal(line.Value.BodySha256, again.Value.BodySha256);
    }

    private static void AssertTyped<T>(Result<T> result)
    {
        if (!result.IsSuccess)
            Assert.NotEmpty(Assert.IsType<Invalid>(result.Error).Fields);
    }
}
