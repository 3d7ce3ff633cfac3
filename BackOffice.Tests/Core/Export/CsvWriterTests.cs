using System.Buffers;
using System.Text;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Export;
using BackOffice.Tests.Fakes;

namespace BackOffice.Tests.Core.Export;

public sealed class CsvWriterTests
{
    private const string Letters = "=+-@\t\r\n\0'\",; abcé漢😀＝＋－＠*#";

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("\r=1")]
    [InlineData("\n=1")]
    [InlineData("\0=1")]
    [InlineData("＝1+1")]
    public void Text_ThatBeginsAsAFormula_GetsAnApostrophe(string text) => Assert.Equal("'" + text, CsvText.Harmless(text));

    [Theory]
    [InlineData("Harbour = Sail")]
    [InlineData("a-b")]
    [InlineData("")]
    [InlineData("'=1")]
    public void Text_ThatDoesNot_StaysAsItIs(string text) => Assert.Equal(text, CsvText.Harmless(text));

    [Fact]
    public void RandomCells_TenThousand_AreReadBackAndNoneIsAFormula()
    {
        var random = new Random(20261125);
        for (var i = 0; i < 5_000; i++)
        {
            var (title, city) = (RandomText(random), RandomText(random));
            var line = Assert.Single(Strictly(Line(title, city)));

            Assert.Equal((CsvText.Harmless(title), CsvText.Harmless(city)), (At(line, "title"), At(line, "city")));
            Assert.DoesNotContain(line, cell => cell is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\0' or '＝' or '＋' or '－' or '＠', ..]);
        }
    }

    [Fact]
    public void Amounts_OfCurrenciesWithOtherDecimals_AreNumbersInMajorUnits()
    {
        foreach (var (unit, minor, expected) in new[] { ("USD", 128_490L, "1284.90"), ("JPY", 500L, "500"), ("MILES", 32_000L, "32000") })
        {
            var head = SampleViews.Head();
            head = head with { Lines = [head.Lines[0] with { UnitPrice = new(minor, unit), Quantity = 1 }] };

            Assert.Equal(expected, At(ExportFixture.Read(Line(head))[0], "amount"));
        }
    }

    /// <summary>RFC 4180 to the letter, every character kept: the base library's reader drops some line ends within quotes.</summary>
    private static List<string[]> Strictly(byte[] csv)
    {
        var (lines, cells, cell) = (new List<string[]>(), new List<string>(), new StringBuilder());
        var text = Encoding.UTF8.GetString(csv);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '"')
            {
                Assert.Equal(0, cell.Length);
                for (at++; text[at] != '"' || (at + 1 < text.Length && text[at + 1] == '"'); at++)
                {
                    cell.Append(text[at]);
                    if (text[at] == '"')
                        at++;
                }
            }
            else if (text[at] == ',' || text.AsSpan(at).StartsWith("\r\n"))
            {
                cells.Add(cell.ToString());
                cell.Clear();
                if (text[at] == ',')
                    continue;
                lines.Add([.. cells]);
                cells.Clear();
                at++;
            }
            else
            {
                Assert.DoesNotContain(text[at], "\r\n");
                cell.Append(text[at]);
            }
        }

        Assert.Equal((0, 0), (cells.Count, cell.Length));
        return lines;
    }

    private static string At(string[] line, string column) => line[ExportColumn.All.Select(one => one.Name).ToList().IndexOf(column)];

    private static byte[] Line(string title, string city)
    {
        var head = SampleViews.Head();
        return Line(head with { Lines = [head.Lines[0] with { Title = title, City = city }] });
    }

    private static byte[] Line(OrderHead head)
    {
        var buffer = new ArrayBufferWriter<byte>();
        new CsvWriter(inClear: true).Write(buffer, head);
        return buffer.WrittenSpan.ToArray();
    }

    private static string RandomText(Random random)
    {
        var runes = Letters.EnumerateRunes().ToArray();
        var text = new StringBuilder();
        for (var length = random.Next(8); length > 0; length--)
            text.Append(runes[random.Next(runes.Length)]);
        return text.ToString();
    }
}
