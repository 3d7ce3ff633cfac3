using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Search;

namespace BackOffice.Tests.Core.Orders;

public sealed class QueryTextTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 20, 2, 30, 0, TimeSpan.Zero);
    private static readonly TimeZoneInfo s_newYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    [Fact]
    public void Parse_Everything_IsUnderstood()
    {
        var query = Sound("""maria status:failed,held step:capture-payment error:card.declined city:"New York" path:instant variant:on amount:>=100 currency:usd -status:held sort:changed card:4242""");

        Assert.Equal("maria", query.Text);
        Assert.Equal([Headline.Failed], query.Headlines);
        Assert.Equal("capture-payment", Assert.Single(query.Step!.Only));
        Assert.Equal("Card.Declined", Assert.Single(query.Error!.Only));
        Assert.Equal("new york", Assert.Single(query.City!.Only));
        Assert.Equal(OrderPath.Instant, query.Path);
        Assert.Equal("on", Assert.Single(query.Variant!.Only));
        Assert.Equal(new AmountRange(1_000_000, null), query.Amount);
        Assert.Equal("USD", Assert.Single(query.Currency!.Only));
        Assert.Equal(OrderSort.Changed, query.Sort);
        Assert.Equal(new SearchTerm.Key(KeyClasses.CardLast4, "4242"), Assert.Single(query.Keys));
    }

    [Theory]
    [InlineData("amount:129", 1_290_000, 1_299_999)]
    [InlineData("amount:129.00", 1_290_000, 1_290_000)]
    [InlineData("amount:100..200", 1_000_000, 2_000_000)]
    [InlineData("amount:>=100 amount:<200", 1_000_000, 1_999_999)]
    [InlineData("amount:<=0.5", null, 5_000)]
    [InlineData("amount:50..", 500_000, null)]
    public void Parse_Amount_IsARange(string text, int? from, int? to) => Assert.Equal(new AmountRange(from, to), Sound(text).Amount);

    [Theory]
    [InlineData("placed:today", "2026-11-19T05:00Z", "2026-11-20T05:00Z")]
    [InlineData("placed:Yesterday", "2026-11-18T05:00Z", "2026-11-19T05:00Z")]
    [InlineData("placed:2026-11-01", "2026-11-01T04:00Z", "2026-11-02T05:00Z")]
    [InlineData("placed:2026-03", "2026-03-01T05:00Z", "2026-04-01T04:00Z")]
    [InlineData("placed:<7d", "2026-11-13T02:30Z", null)]
    [InlineData("placed:7d", "2026-11-13T02:30Z", null)]
    [InlineData("placed:>7d", null, "2026-11-13T02:30Z")]
    [InlineData("placed:>=2026-11-10", "2026-11-10T05:00Z", null)]
    [InlineData("placed:>2026-11-10", "2026-11-11T05:00Z", null)]
    [InlineData("placed:<2026-11-10", null, "2026-11-10T05:00Z")]
    [InlineData("placed:2026-11-01..2026-11-15", "2026-11-01T04:00Z", "2026-11-16T05:00Z")]
    [InlineData("placed:>90m placed:<2h", "2026-11-20T00:30Z", "2026-11-20T01:00Z")]
    [InlineData("placed:2026-11-19T21:15", "2026-11-20T02:15Z", "2026-11-20T02:16Z")]
    public void Parse_Time_IsInTheViewersZone(string text, string? from, string? before)
    {
        var range = Sound(text).Placed;

        Assert.Equal(At(from), range?.From?.At);
        Assert.Equal(At(before), range?.Before?.At);
    }

    [Theory]
    [InlineData("statsu:failed", 0, 13, "status:failed")]
    [InlineData("-statsu:\"held\"", 0, 14, "-status:\"held\"")]
    [InlineData("maria status:faild", 13, 5, "failed")]
    [InlineData("step:capture", 5, 7, "capture-payment")]
    [InlineData("http://example.test", 0, 19, null)]
    [InlineData("status:", 0, 7, null)]
    [InlineData("amount:12,5x", 10, 2, null)]
    [InlineData("amount:12.5x", 7, 5, null)]
    [InlineData("amount:ten", 7, 3, null)]
    [InlineData("placed:2026-13-40", 7, 10, null)]
    [InlineData("placed:99999w", 7, 6, null)]
    [InlineData("placed:..", 7, 2, null)]
    [InlineData("-amount:5", 0, 9, null)]
    [InlineData("-sort:placed", 0, 12, null)]
    [InlineData("card:42", 5, 2, null)]
    [InlineData("phone:12", 6, 2, null)]
    [InlineData("path:instant,batch", 13, 5, null)]
    [InlineData("status:done -status:done", 0, 1, null)]
    [InlineData("card:4242,1881", 10, 4, null)]
    [InlineData("email:a@x.test,b@y.test", 15, 8, null)]
    [InlineData("placed:today,yesterday", 13, 9, null)]
    [InlineData("amount:200..100", 7, 8, null)]
    [InlineData("placed:2026-11-10..2026-11-01", 7, 22, null)]
    [InlineData("amount:>10 amount:<5", 18, 2, null)]
    public void Parse_Wrong_SaysWhereAndWhatWasMeant(string text, int at, int length, string? suggestion)
    {
        var problem = Assert.Single(QueryText.Parse(text, s_now, s_newYork).Problems);

        Assert.Equal((at, length, suggestion), (problem.At, problem.Length, problem.Suggestion));
        Assert.NotEmpty(problem.Message);
    }

    [Fact]
    public void Parse_SeveralWrong_AllAreSaid() => Assert.Equal(3, QueryText.Parse("foo:1 status:x amount:y path:batch", s_now, s_newYork).Problems.Count);

    [Theory]
    [InlineData("dora.whitfield@example.test", "dora.whitfield@example.test")]
    [InlineData("  GC-7KQ2-M4XD ", "GC-7KQ2-M4XD")]
    [InlineData("+1 (555) 010-7788", "+1 (555) 010-7788")]
    [InlineData("\"status:failed\"", "status:failed")]
    [InlineData("-minus", "-minus")]
    [InlineData("12:30", "12:30")]
    [InlineData("\"unclosed words", "unclosed words")]
    public void Parse_PlainWords_AreLookedForAsTheyAre(string text, string expected) => Assert.Equal(expected, Sound(text).Text);

    [Fact]
    public void Parse_TooLong_IsRefused() => Assert.False(QueryText.Parse(new string('x', QueryText.MaxLength + 1), s_now, s_newYork).IsSound);

    [Theory]
    [InlineData("maria status:failed", "status", "held", "maria status:held")]
    [InlineData("is:failed -status:done maria", "status", null, "maria")]
    [InlineData("", "city", "New York", "city:\"New York\"")]
    [InlineData("city:\"New York\" path:batch", "path", "instant", "city:\"New York\" path:instant")]
    public void With_Field_ReplacesItAndKeepsTheRest(string text, string field, string? value, string expected) => Assert.Equal(expected, QueryText.With(text, field, value));

    [Fact]
    public void Canonical_RelativeTime_StaysTheSameWhileTheClockGoes()
    {
        var first = QueryText.Parse("placed:<7d maria", s_now, s_newYork).Query;
        var later = QueryText.Parse("maria placed:<7d", s_now.AddMinutes(3), s_newYork).Query;

        Assert.Equal(first.Canonical(), later.Canonical());
        Assert.NotEqual(first.Placed?.From?.At, later.Placed?.From?.At);
        Assert.NotEqual(first.Canonical(), (first with { Reader = "somebody else" }).Canonical());
    }

    /// <summary>Whatever is typed: an answer, and every problem inside the text.</summary>
    [Fact]
    public void Parse_RandomText_NeverThrows()
    {
        const string alphabet = "ab:-\",. <>=0123456789\ud800é\nstatusplacedamount@";
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => alphabet[random.Next(alphabet.Length)])]);

            var parsed = QueryText.Parse(text, s_now, s_newYork);

            Assert.All(parsed.Problems, problem => Assert.True(problem.At >= 0 && problem.Length > 0 && problem.At <= text.Length, text));
            _ = SearchTerms.Of(parsed.Query.Text ?? "");
        }
    }

    private static OrderQuery Sound(string text)
    {
        var parsed = QueryText.Parse(text, s_now, s_newYork);
        Assert.Empty(parsed.Problems);
        return parsed.Query;
    }

    private static DateTimeOffset? At(string? text) => text is null ? null : DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
