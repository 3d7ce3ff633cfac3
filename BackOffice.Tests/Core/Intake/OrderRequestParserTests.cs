using System.Text;
using System.Text.Json.Nodes;
using BackOffice.Core.Common;
using BackOffice.Core.Orders;
using BackOffice.Core.Orders.Intake;

namespace BackOffice.Tests.Core.Intake;

public sealed class OrderRequestParserTests
{
    [Fact]
    public void Parse_FullOrder_GivesEveryField()
    {
        var request = Orders.Read(Orders.Full()).Value.Request;

        Assert.Equal((OrderKind.DealVoucher, "gilt-city", "ios", "pt-BR"), (request.Kind, request.Brand, request.Channel, request.Locale));
        Assert.Equal([new ExternalReference("cart", "C-1"), new ExternalReference("legacy-batch", "77")], request.ExternalRefs);
        Assert.Equal(new Customer { UserGuid = "8d1f-A", Name = "Zoë Invented", Email = "zoe+review@example.test", Phone = "+1 (212) 555-0100" }, request.Customer);
        Assert.Equal([1, 2], request.Lines.Select(line => line.LineId));
        Assert.Equal(
            new OrderLine
            {
                LineId = 1, City = "New York", OfferId = "SPA-1", UnitId = "adult", MerchantId = "m.7", Title = "Spa day", Quantity = 2,
                UnitPrice = new Money(8900, "USD"), PromoValue = new Money(12000, "USD"),
                PromoExpiresAt = new DateTimeOffset(2027, 2, 1, 4, 59, 59, TimeSpan.Zero),
            },
            request.Lines[0]);
        Assert.Null(request.Lines[1].PromoValue);
        var tender = Assert.Single(request.Tenders);
        Assert.Equal((1, TenderKind.Card, "tok_ok", "visa", "4242"), (tender.TenderId, tender.Kind, tender.Token, tender.Brand, tender.Last4));
        Assert.Equal(new Money(17801, "USD"), tender.Amount);
        Assert.Equal(Money.Zero("USD"), tender.Captured);
        Assert.Null(request.History);
    }

    [Fact]
    public void Parse_PaidPartlyWithMiles_HasASecondTender_AndTheUnitsOwnMiles()
    {
        var order = WithMiles(500, 1_000);

        var request = Orders.Read(order).Value.Request;

        Assert.Equal(new Money(500, Money.Miles), request.Lines[0].UnitMiles);
        Assert.Equal((2, TenderKind.Miles, "mem_ok", new Money(1_000, Money.Miles)), (request.Tenders[1].TenderId, request.Tenders[1].Kind, request.Tenders[1].Token, request.Tenders[1].Amount));
    }

    [Fact]
    public void Parse_MilesThatDoNotAddUp_NamesWhereItIsWrong()
    {
        Assert.Equal(["/tenders/1/amount/minor"], Orders.Wrong(Orders.Read(WithMiles(500, 999))));
        Assert.Equal(["/tenders"], Orders.Wrong(Orders.Read(WithMiles(500, 1_000).With("/tenders/1", null))));
        Assert.Equal(["/tenders/1/kind"], Orders.Wrong(Orders.Read(WithMiles(500, 1_000).With("/tenders/1/kind", "\"Card\""))));
    }

    private static JsonObject WithMiles(long unit, long total) => Orders.Full().With("/lines/0/unitMiles", $$"""{"minor":{{unit}},"unit":"MILES"}""")
        .With("/tenders/-", $$$"""{"kind":"Miles","token":"mem_ok","amount":{"minor":{{{total}}},"unit":"MILES"}}""");

    [Fact]
    public void Parse_WithoutWhatMayBeLeftOut_HasTheDefaults()
    {
        var order = Orders.Full().With("/channel", null).With("/locale", null).With("/externalRefs", null).With("/customer/userGuid", null);

        var request = Orders.Read(order).Value.Request;

        Assert.Equal(("web", "en-US"), (request.Channel, request.Locale));
        Assert.Empty(request.ExternalRefs);
        Assert.Null(request.Customer.UserGuid);
    }

    [Fact]
    public void Parse_ManyFaults_NamesEveryOne()
    {
        var order = Orders.Full().With("/brand", "7").With("/customer/email", "\"no\"").With("/lines/0/quantity", "-1").With("/lines/1/title", null)
            .With("/tenders/0/amount/unit", "\"XXX\"").With("/a~b~1c", "1");

        Assert.Equal(
            ["/a~0b~01c", "/brand", "/customer/email", "/lines/0/quantity", "/lines/1/title", "/tenders/0/amount/unit"],
            Orders.Wrong(Orders.Read(order)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Parse_WrongValue_IsNotRepeatedInTheMessage()
    {
        var error = Assert.IsType<Invalid>(Orders.Read(Orders.Full().With("/customer/email", "\"secret person\"")).Error);

        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
        Assert.All(error.Fields, field => Assert.DoesNotContain("secret", field.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/tenders/0/amount/minor", "17800", "/tenders/0/amount/minor")]
    [InlineData("/tenders/0/amount/minor", "17802", "/tenders/0/amount/minor")]
    [InlineData("/tenders/0/amount/unit", "\"BRL\"", "/tenders/0/amount/unit")]
    [InlineData("/lines/1/unitPrice/unit", "\"BRL\"", "/lines/1/unitPrice/unit")]
    [InlineData("/lines/0/promoValue/unit", "\"BRL\"", "/lines/0/promoValue/unit")]
    [InlineData("/lines/0/unitPrice/unit", "\"QQQ\"", "/lines/0/unitPrice/unit")]
    [InlineData("/lines/0/unitPrice/unit", "\"MILES\"", "/lines/0/unitPrice/unit")]
    [InlineData("/customer/name", "\"a b c d e f g h i\"", "/customer/name")]
    [InlineData("/lines/0/promoExpiresAt", "\"2027-02-30T00:00:00Z\"", "/lines/0/promoExpiresAt")]
    [InlineData("/lines/0/promoExpiresAt", "\"0000-01-01T00:00:00Z\"", "/lines/0/promoExpiresAt")]
    [InlineData("/lines/0/promoExpiresAt", "\"0001-01-01T00:00:00+01:00\"", "/lines/0/promoExpiresAt")]
    [InlineData("/customer/email", "\"a@b.c\\n\"", "/customer/email")]
    [InlineData("/lines/0/quantity", "1e400", "/lines/0/quantity")]
    [InlineData("/lines/0/quantity", "1e999999999999", "/lines/0/quantity")]
    [InlineData("/lines/0/quantity", "99999999999999999999", "/lines/0/quantity")]
    [InlineData("/lines/0/unitPrice/minor", "-9223372036854775809", "/lines/0/unitPrice/minor")]
    public void Parse_WhatASchemaCannotSay_IsRefused(string pointer, string value, string wrong) =>
        Assert.Equal([wrong], Orders.Wrong(Orders.Read(Orders.Full().With(pointer, value))));

    [Fact]
    public void Parse_NameOfEightWords_IsTaken() =>
        Assert.Empty(Orders.Wrong(Orders.Read(Orders.Full().With("/customer/name", "\" a b  c d e f g h \""))));

    [Fact]
    public void Parse_LengthCountsCodePoints()
    {
        Assert.Empty(Orders.Wrong(Orders.Read(Orders.Full().With("/lines/0/title", "\"" + string.Concat(Enumerable.Repeat("🎁", 200)) + "\""))));
        Assert.Equal(["/lines/0/title"], Orders.Wrong(Orders.Read(Orders.Full().With("/lines/0/title", "\"" + string.Concat(Enumerable.Repeat("🎁", 201)) + "\""))));
    }

    [Theory]
    [InlineData("""{"kind":"DealVoucher","kind":"DealVoucher"}""", "/kind")]
    [InlineData("""{"customer":{"email":"a@b.c","em\u0061il":"a@b.c"}}""", "/customer/email")]
    [InlineData("""{"more":1,"more":2}""", "/more")]
    public void Parse_MemberTwice_IsRefused(string json, string pointer)
    {
        var error = Assert.IsType<Invalid>(Orders.Read(json).Error);

        Assert.Contains(error.Fields, field => field.Field == pointer && field.Message == "stands twice");
    }

    [Theory]
    [InlineData("""{"customer":{"name":"\ud800"}}""", "/customer/name")]
    [InlineData("""{"kind":"\udc00"}""", "/kind")]
    [InlineData("""{"lines":[{"unitPrice":{"minor":1,"unit":"\ud83d"}}]}""", "/lines/0/unitPrice/unit")]
    [InlineData("""{"\ud800":1}""", "")]
    public void Parse_HalfASurrogatePair_IsRefused(string json, string pointer)
    {
        var error = Assert.IsType<Invalid>(Orders.Read(json).Error);

        Assert.Contains(error.Fields, field => field.Field == pointer && field.Message.Contains("surrogate", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "JSON")]
    [InlineData("{", "JSON")]
    [InlineData("{}{}", "JSON")]
    [InlineData("[1,]", "JSON")]
    [InlineData("{/*x*/}", "JSON")]
    [InlineData("{\"a\":NaN}", "JSON")]
    [InlineData("{\"a\":\"\n\"}", "JSON")]
    [InlineData("null", "object")]
    [InlineData("[]", "object")]
    [InlineData("\"x\"", "object")]
    public void Parse_NotAnObject_IsOneFindingOfTheWhole(string json, string word)
    {
        var error = Assert.IsType<Invalid>(Orders.Read(json).Error);

        var finding = Assert.Single(error.Fields);
        Assert.Equal("", finding.Field);
        Assert.Contains(word, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_NotUtf8_IsRefused()
    {
        var json = Encoding.Latin1.GetBytes(Orders.Full().ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

        Assert.Contains("UTF-8", OrderRequestParser.Parse(json).Error?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(64, "is missing")]
    [InlineData(65, "is nested deeper than 64 levels")]
    [InlineData(10_000, "is nested deeper than 64 levels")]
    public void Parse_DeepNesting_IsRefusedByDepth(int depth, string message)
    {
        var json = "{\"a\":" + new string('[', depth - 1) + new string(']', depth - 1) + "}";

        var error = Assert.IsType<Invalid>(Orders.Read(json).Error);

        Assert.Contains(error.Fields, field => field.Message == message);
    }

    [Theory]
    [InlineData(OrderRequestParser.MaxBytes, false)]
    [InlineData(OrderRequestParser.MaxBytes + 1, true)]
    [InlineData(5 * 1024 * 1024, true)]
    public void Parse_Size_IsCapped(int bytes, bool refused)
    {
        var json = Orders.Full().ToJsonString();
        var padded = Encoding.UTF8.GetBytes(json + new string(' ', bytes - Encoding.UTF8.GetByteCount(json)));

        var result = OrderRequestParser.Parse(padded);

        Assert.Equal(refused, !result.IsSuccess);
        if (refused)
            Assert.Contains("256 kB", result.Error?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_ThousandsOfFaults_NamesAHundred()
    {
        var json = "{" + string.Join(',', Enumerable.Range(0, 5000).Select(i => $"\"m{i}\":1")) + "}";

        var error = Assert.IsType<Invalid>(Orders.Read(json).Error);

        Assert.Equal(101, error.Fields.Count);
        Assert.Contains("more than 100", error.Fields[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_UnknownMemberOfATerminalsTaste_IsMadeHarmlessInThePointer()
    {
        var pointer = Orders.Wrong(Orders.Read("{\"\\u001b[31m\\u202e\\u0000" + new string('x', 1000) + "\":1}")).Single(wrong => wrong.Contains("31m", StringComparison.Ordinal));

        Assert.StartsWith("/?[31m??", pointer, StringComparison.Ordinal);
        Assert.InRange(pointer.Length, 10, 70);
    }

    [Fact]
    public void ParseImportLine_WithHistory_HasKeyAndHistory()
    {
        var line = Orders.ReadLine(Orders.Line()).Value;

        Assert.Equal("2025/000001", line.Key);
        Assert.Equal(new OrderHistory { PlacedAt = new(2025, 5, 1, 10, 0, 0, TimeSpan.Zero), Headline = Headline.Done }, line.Request.History);
    }

    [Fact]
    public void ParseImportLine_WithoutHistory_HashesLikeTheBody()
    {
        var line = Orders.Full();
        line["key"] = "k-1";

        var imported = Orders.ReadLine(line).Value;

        Assert.Null(imported.Request.History);
        Assert.Equal(Orders.Read(Orders.Full()).Value.BodySha256, imported.BodySha256);
        Assert.NotEqual(imported.BodySha256, Orders.ReadLine(Orders.Line()).Value.BodySha256);
    }

    [Fact]
    public void ParseImportLine_NoKey_IsRefused() => Assert.Equal(["/key"], Orders.Wrong(Orders.ReadLine(Orders.Full())));

    [Fact]
    public void Parse_KeyOrHistoryInABody_IsNotKnown() =>
        Assert.Equal(["/history", "/key"], Orders.Wrong(Orders.Read(Orders.Line())).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("a", true)]
    [InlineData("6f0d2c9e-0b1a-4c55-9a3e-1f2d3c4b5a69", true)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a\n", false)]
    [InlineData("é", false)]
    public void IsKey_Text_IsPrintableAscii(string key, bool good) => Assert.Equal(good, OrderRequestParser.IsKey(key));
}
